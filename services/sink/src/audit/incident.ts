import type { Partition } from '@scrubjay/pipeline';
import { flushName } from '../grouping.js';
import type { Alarm } from './alarm.js';

/** Hours after which a breach is to be notified at the latest: GDPR, Article 33(1). */
const notifyHours = 72;
const hourMs = 3_600_000;

/**
 * What a privacy team has to know of a leak that was caught, in the order of GDPR, Article 33(3); null is for people to
 * fill in. Nothing of a record's content.
 */
export interface Incident {
  readonly version: 1;
  readonly id: string;
  readonly detectedAt: string;
  /** Where it is a breach at all: nothing of these objects could be read by whoever reads logs. */
  readonly notifyBefore: string;
  readonly environment: string;
  readonly stream: string;
  readonly partition: number;
  readonly first: string;
  readonly next: string;
  readonly rulesets: readonly string[];
  readonly alarms: readonly Alarm[];
  /** Objects that were withheld, as they lie under the quarantine key. */
  readonly objects: readonly { readonly key: string; readonly records: number }[];
  readonly nature: string;
  readonly categoriesOfPersonalData: readonly string[];
  readonly approximateRecords: number;
  readonly categoriesOfDataSubjects: null;
  readonly approximateDataSubjects: null;
  readonly likelyConsequences: null;
  readonly measuresTaken: string;
  readonly contact: null;
}

export interface IncidentFacts {
  readonly environment: string;
  readonly partition: Partition;
  readonly first: bigint;
  readonly next: bigint;
  readonly alarms: readonly Alarm[];
  readonly objects: readonly { readonly key: string; readonly records: number }[];
  /** Unix milliseconds. */
  readonly atMs: number;
}

const natures = {
  second_look: 'scrubbed records in which a rule would act once more',
  canary_unscrubbed: 'synthetic records that arrived with the values that were planted in them',
  canary_missing: 'synthetic records that never arrived',
  canary_damaged: 'synthetic records that arrived as something else',
} as const;

export function describeIncident(facts: IncidentFacts): Incident {
  const { environment, partition, first, next, alarms, objects, atMs } = facts;
  const categories = alarms.flatMap(({ detectors }) => detectors.map(({ category }) => category));
  return {
    version: 1,
    id: flushName({ ...partition, first }),
    detectedAt: new Date(atMs).toISOString(),
    notifyBefore: new Date(atMs + notifyHours * hourMs).toISOString(),
    environment,
    ...partition,
    first: String(first),
    next: String(next),
    rulesets: [...new Set(alarms.map(({ rulesetFingerprint }) => rulesetFingerprint))],
    alarms,
    objects,
    nature: [...new Set(alarms.map(({ kind }) => natures[kind]))].join('; '),
    categoriesOfPersonalData: [...new Set(categories)].sort(),
    approximateRecords: objects.reduce((sum, { records }) => sum + records, 0),
    categoriesOfDataSubjects: null,
    approximateDataSubjects: null,
    likelyConsequences: null,
    measuresTaken:
      'The objects were withheld under the quarantine key before anything of them could be read.',
    contact: null,
  };
}

/** Where an incident lies: outside of logs/, by the day on which it was seen. */
export function incidentKey({ id, detectedAt }: Pick<Incident, 'id' | 'detectedAt'>): string {
  return `${incidentPrefix}dt=${detectedAt.slice(0, 10)}/${id}.json.esdk`;
}

export const incidentPrefix = 'incidents/';
