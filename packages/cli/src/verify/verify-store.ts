import type { KeyObject } from 'node:crypto';
import { partitionName, readJournals, type Manifest, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { readReplays } from '../quarantine/replay-journal.js';
import { replayStream } from '../quarantine/scrub.js';
import { checkChain } from './check-chain.js';
import { checkObject } from './check-objects.js';
import type { Problem } from './problems.js';
import { readManifests } from './read-manifests.js';

export interface VerifyOptions {
  readonly store: ObjectStore;
  readonly sealer: ObjectSealer;
  /** Of the signing key. */
  readonly publicKey: KeyObject;
  /** Whether objects are opened too, and their records counted. */
  readonly opens: boolean;
}

/** What was verified, and all that is not as it should be. */
export interface Verification {
  readonly partitions: number;
  readonly manifests: number;
  readonly objects: number;
  /** Of the objects: withheld over an alarm of the auditor. */
  readonly held: number;
  readonly bytes: number;
  readonly records: number;
  /** Messages that went to quarantine in the sink. */
  readonly withheld: number;
  readonly rulesets: readonly string[];
  readonly findings: readonly {
    readonly detector: string;
    readonly action: string;
    readonly count: number;
  }[];
  readonly problems: readonly Problem[];
}

/**
 * Holds everything below logs/ to the signed manifests, and these to each other and to the journals. What is listed
 * first and what comes to it meanwhile is told apart by the journals, so it may run beside a sink.
 */
export async function verifyStore(options: VerifyOptions): Promise<Verification> {
  const { store, sealer, publicKey } = options;
  const problems: Problem[] = [];
  const unnamed = new Set<string>();
  for await (const { key } of store.list('logs/')) unnamed.add(key);
  const journals = new Map(await readJournals(store, sealer));
  const replays = await readReplays(store, sealer);
  if (replays !== undefined) journals.set(partitionName(replayStream, 0), replays);
  const entries = [...journals.values()];
  const voided = new Set(entries.flatMap((entry) => entry.voided.map(({ key }) => key)));
  const partitions = await readManifests(store, sealer, {
    ...{ publicKey, voided },
    onProblem: (problem) => problems.push(problem),
  });
  for (const name of new Set([...partitions.keys(), ...journals.keys()])) {
    problems.push(...checkChain(partitions.get(name) ?? [], journals.get(name)));
  }
  const manifests = [...partitions.values()].flatMap((some) => some.map(({ manifest }) => manifest));
  const objects = manifests.flatMap((manifest) => manifest.objects);
  for (const stated of objects) {
    unnamed.delete(stated.key);
    const problem = await checkObject(store, stated, options.opens ? sealer : undefined);
    if (problem !== undefined) problems.push(problem);
  }
  const underWay = new Set(entries.flatMap(({ keys }) => keys));
  for (const key of unnamed) {
    if (voided.has(key) || underWay.has(key)) continue;
    problems.push({ kind: 'object_unknown', key, detail: 'no manifest names it' });
  }
  return { partitions: partitions.size, ...totals(manifests), problems };
}

function totals(manifests: readonly Manifest[]): Omit<Verification, 'partitions' | 'problems'> {
  const objects = manifests.flatMap((manifest) => manifest.objects);
  const rulesets = manifests.flatMap((manifest) => manifest.rulesets);
  const findings = new Map<string, { detector: string; action: string; count: number }>();
  for (const { detector, action, count } of rulesets.flatMap((ruleset) => ruleset.findings)) {
    const name = `${detector}\n${action}`;
    findings.set(name, { detector, action, count: (findings.get(name)?.count ?? 0) + count });
  }
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    manifests: manifests.length,
    objects: objects.length,
    held: objects.filter(({ held }) => held).length,
    bytes: sum(objects.map(({ bytes }) => bytes)),
    records: sum(objects.map(({ records }) => records)),
    withheld: sum(manifests.map(({ withheld }) => withheld)),
    rulesets: [...new Set(rulesets.map(({ fingerprint }) => fingerprint))].sort(),
    findings: [...findings.values()].sort((a, b) => b.count - a.count || (a.detector < b.detector ? -1 : 1)),
  };
}
