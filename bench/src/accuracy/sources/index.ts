import type { Source } from '../world.js';
import { healthSources } from './health.js';
import { nationalSources } from './national.js';
import { networkSources } from './network.js';
import { pciSources } from './pci.js';
import { peopleSources } from './people.js';
import { secretSources } from './secrets.js';

/** What turns up in logs far more often than the rest. */
const common = new Set([
  'email',
  'phone',
  'person-name',
  'address',
  'ipv4',
  'iban',
  'card-number',
  'birth-date',
  'password',
  'jwt',
]);

/** How often a line with this kind is drawn, relative to the rare ones. */
export function weightOf({ kind }: Source): number {
  return common.has(kind) ? 4 : 1;
}

export const sources: readonly Source[] = [
  ...secretSources,
  ...pciSources,
  ...peopleSources,
  ...nationalSources,
  ...networkSources,
  ...healthSources,
];

/** One entry per unit of weight, to pick from. */
export const weightedSources: readonly Source[] = sources.flatMap((source) =>
  Array.from({ length: weightOf(source) }, () => source),
);
