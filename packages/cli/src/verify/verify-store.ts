import type { KeyObject } from 'node:crypto';
import { partitionName, readJournals, type Manifest, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { readReplays } from '../quarantine/replay-journal.js';
import { replayStream } from '../quarantine/scrub.js';
import { checkChain, type Chained } from './check-chain.js';
import { amendedObjects, type AmendedObject } from '../rescrub/amended-objects.js';
import type { ReadAmendment } from '../rescrub/read-amendments.js';
import { rescrubStream } from '../rescrub/rescrub-log.js';
import { checkObject } from './check-objects.js';
import { expectedObjects, type Expectation } from './expected-objects.js';
import type { Problem } from './problems.js';
import { readAmendmentRow, readManifests } from './read-manifests.js';

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
  readonly rescrubs: RescrubFacts;
  readonly problems: readonly Problem[];
}

/** What amendments say. None of it is a problem. */
export interface RescrubFacts {
  readonly amendments: number;
  /** What the oldest one names as before it: gone, by retention or by somebody who hides what it said. */
  readonly goneBefore: string | null;
  /** Objects that have become others. */
  readonly objects: number;
  /** Objects of which a run has not said that it is done with them: they may be either. */
  readonly unfinished: readonly string[];
  /** Objects of which the store has kept old versions. */
  readonly versionsKept: readonly string[];
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
  const row = partitionName(rescrubStream, 0);
  const amendments = await readAmendmentRow(store, sealer, {
    ...{ publicKey, onProblem: (problem: Problem) => problems.push(problem) },
  });
  problems.push(...checkChain(amendments.map(toChained), journals.get(row)));
  journals.delete(row);
  for (const name of new Set([...partitions.keys(), ...journals.keys()])) {
    problems.push(...checkChain(partitions.get(name) ?? [], journals.get(name)));
  }
  const manifests = [...partitions.values()].flatMap((some) => some.map(({ manifest }) => manifest));
  const amended = amendedObjects(amendments);
  const expected = expectedObjects(manifests, amended);
  const checked = await checkObjects(options, manifests, expected);
  problems.push(...checked.problems);
  const underWay = new Set(entries.flatMap(({ keys }) => keys));
  for (const key of unnamed) {
    const isKnown = checked.known.has(key) || amended.has(key);
    if (isKnown || voided.has(key) || underWay.has(key)) continue;
    problems.push({ kind: 'object_unknown', key, detail: 'no manifest names it' });
  }
  const goneBefore = amendments[0]?.amendment.previous?.key ?? null;
  const rescrubs = { amendments: amendments.length, goneBefore, ...rescrubFacts(amended) };
  return { partitions: partitions.size, ...totals(manifests, [...expected.values()]), rescrubs, problems };
}

/**
 * Where bytes are not those that are expected, a rescrub may have replaced them since amendments were read: they are read
 * once more.
 */
async function checkObjects(
  { store, sealer, publicKey, opens }: VerifyOptions,
  manifests: readonly Manifest[],
  expected: ReadonlyMap<string, Expectation>,
): Promise<{ readonly problems: readonly Problem[]; readonly known: ReadonlySet<string> }> {
  const check = (object: Expectation): Promise<Problem | undefined> =>
    checkObject(store, object, opens ? sealer : undefined);
  const doubtful: Expectation[] = [];
  for (const object of expected.values()) if ((await check(object)) !== undefined) doubtful.push(object);
  const known = new Set(expected.keys());
  if (doubtful.length === 0) return { problems: [], known };
  const later = await readAmendmentRow(store, sealer, { publicKey, onProblem: () => undefined });
  const now = expectedObjects(manifests, amendedObjects(later));
  const problems: Problem[] = [];
  for (const { key } of doubtful) {
    const object = now.get(key);
    // One that was released meanwhile lies elsewhere.
    const problem = object && (await check(object));
    if (problem !== undefined) problems.push(problem);
  }
  return { problems, known: new Set([...known, ...now.keys()]) };
}

function toChained({ link, amendment: { number, previous } }: ReadAmendment): Chained {
  return { link, manifest: { first: String(number), next: String(number + 1), previous } };
}

function rescrubFacts(
  amended: ReadonlyMap<string, AmendedObject>,
): Omit<RescrubFacts, 'amendments' | 'goneBefore'> {
  const objects = [...amended.values()];
  const keysOf = (some: readonly AmendedObject[]): readonly string[] => some.map(({ key }) => key).sort();
  return {
    objects: objects.filter(({ current }) => current !== undefined).length,
    unfinished: keysOf(objects.filter(({ open }) => open.length > 0)),
    versionsKept: keysOf(objects.filter(({ versionsKept }) => versionsKept > 0)),
  };
}

function totals(
  manifests: readonly Manifest[],
  objects: readonly Expectation[],
): Omit<Verification, 'partitions' | 'rescrubs' | 'problems'> {
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
