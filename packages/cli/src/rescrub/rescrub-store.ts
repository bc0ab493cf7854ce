import { isScrubjayError } from '@scrubjay/errors';
import { readObjectKey, sha256Of } from '@scrubjay/sink';
import { amendedObjects, mayBe, type AmendedObject } from './amended-objects.js';
import type { Became, Completion } from './amendment.js';
import { FlushFacts } from './flush-facts.js';
import { openLog } from './open-log.js';
import { redactLines } from './redact-lines.js';
import type { RescrubReport } from './report.js';
import type { RescrubLog } from './rescrub-log.js';
import { prepareObject, withholdLines, type PreparedObject } from './rewrite-object.js';
import type { RewriteOptions } from './rewrite-options.js';

export interface RescrubOptions extends RewriteOptions {
  readonly report: RescrubReport;
}

/** Sealed bytes that are held at once, and objects of one amendment. */
const maxBatchBytes = 16_777_216;
const maxBatchObjects = 64;

/**
 * Redacts stored objects once more and replaces those that change. What is going to be done is signed and stored first,
 * and that it is done afterwards: after a kill the next run, of whatever objects, first settles what was left open.
 */
export async function rescrubStore(keys: readonly string[], options: RescrubOptions): Promise<void> {
  const { log, amendments } = await openLog(options, 'rescrub');
  const wanted = new Set(keys);
  const objects = amendedObjects(amendments);
  const open = [...objects.values()].filter((object) => object.open.length > 0);
  for (const { key, open: rewrites } of open)
    if (rewrites.some(({ reason }) => reason === 'release')) options.report.addTrouble('unreleased', key);
  const left = open.filter((object) => object.open.every(({ reason }) => reason === 'rescrub'));
  const run = new Rescrub(options, log, await FlushFacts.open(options));
  for (const object of left) {
    wanted.delete(object.key);
    await run.take(object.key, object);
  }
  for (const key of wanted) {
    const object = objects.get(key);
    if (object?.open.some(({ reason }) => reason === 'release') !== true) await run.take(key, object);
  }
  await run.flush();
}

interface Pending extends PreparedObject {
  readonly etag: string;
}

class Rescrub {
  readonly #options: RescrubOptions;
  /** Undefined in a dry run. */
  readonly #log: RescrubLog | undefined;
  readonly #flushes: FlushFacts;
  #pending: Pending[] = [];
  #bytes = 0;
  /** Objects that are as they should be but for old versions, or that an earlier run replaced. */
  #finished: Became[] = [];

  constructor(options: RescrubOptions, log: RescrubLog | undefined, flushes: FlushFacts) {
    this.#options = options;
    this.#log = log;
    this.#flushes = flushes;
  }

  async take(key: string, object: AmendedObject | undefined): Promise<void> {
    const { store, report } = this.#options;
    const fact = await this.#flushes.of(key, object?.from ?? key);
    if (fact.kind === 'left' && (fact.why !== 'no_manifest' || object?.current === undefined)) {
      report.addTrouble(fact.why, key);
      return;
    }
    const found = await store.get(key);
    // Retention may have taken it since it was listed.
    if (found === undefined) return;
    const digest = sha256Of(found.body);
    const stated = fact.kind === 'known' && (object?.from ?? null) === null ? fact.stated.sha256 : undefined;
    if (!mayBe(object, digest, stated)) {
      report.addTrouble('altered', key);
      return;
    }
    report.seen += 1;
    await this.#redact({ key, from: null, body: found.body }, found.etag, object, digest);
    if (this.#bytes >= maxBatchBytes || this.#pending.length + this.#finished.length >= maxBatchObjects)
      await this.flush();
  }

  async #redact(
    before: { readonly key: string; readonly from: null; readonly body: Buffer },
    etag: string,
    object: AmendedObject | undefined,
    digest: string,
  ): Promise<void> {
    const { sealer, report, openStage, facts } = this.#options;
    const { key } = before;
    const service = readObjectKey(key)?.service ?? '';
    const origin = { key, service, environment: facts.environment };
    const redacted = await redactLines(await sealer.openObject(before.body), origin, openStage);
    report.records += redacted.records;
    const replaced = object?.open.find(({ sha256 }) => sha256 === digest);
    const isUnfinished = object !== undefined && object.open.length > 0 && replaced === undefined;
    const isSame = redacted.changed + redacted.discarded + redacted.withheld.length === 0;
    if (isSame && !isUnfinished) {
      report.unchanged += 1;
      const kept = (object?.versionsKept ?? 0) > 0 ? object?.current : undefined;
      const became = replaced ?? kept;
      if (became !== undefined) this.#finished.push(became);
      return;
    }
    // An unfinished one gets new bytes in any case: a run that was only held up cannot write over them any more.
    const prepared = await prepareObject(before, redacted, this.#options);
    for (const { reason } of redacted.withheld) report.addWithheld(reason);
    report.addRewrite(prepared.rewrite);
    if (this.#log === undefined) return;
    this.#pending.push({ ...prepared, etag });
    this.#bytes += prepared.body.length;
  }

  /** The intent, the objects, their old versions, the completion. */
  async flush(): Promise<void> {
    const [pending, finished] = [this.#pending, this.#finished];
    [this.#pending, this.#finished, this.#bytes] = [[], [], 0];
    if (this.#log === undefined || pending.length + finished.length === 0) return;
    if (pending.length > 0)
      await this.#log.add({ kind: 'intent', objects: pending.map(({ rewrite }) => rewrite) });
    const done: Completion[] = [];
    for (const one of pending) {
      if (await this.#replace(one)) done.push(await this.#complete(one.rewrite));
      else this.#options.report.addTrouble('conflict', one.rewrite.key);
    }
    for (const one of finished) done.push(await this.#complete(one));
    if (done.length > 0) await this.#log.add({ kind: 'completion', objects: done });
  }

  /** False where somebody else has changed the object. */
  async #replace(one: Pending): Promise<boolean> {
    const { store, codec } = this.#options;
    const { key, sha256 } = one.rewrite;
    await withholdLines(store, codec, one);
    try {
      await store.put(key, one.body, { ifMatch: one.etag });
      return true;
    } catch (error) {
      if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      // Or only the answer to a first try got lost.
      const found = await store.get(key);
      return found !== undefined && sha256Of(found.body) === sha256;
    }
  }

  async #complete({ key, from, sha256, bytes, plainBytes, records }: Became): Promise<Completion> {
    const { store, report } = this.#options;
    const { removed, kept } = await store.deleteOldVersions(key).catch(listingRefused);
    report.versionsRemoved += removed;
    if (kept > 0) report.addTrouble('versions_kept', key);
    const became = { key, from, sha256, bytes, plainBytes, records };
    return { ...became, versionsRemoved: removed, versionsKept: kept };
  }
}

/** Where versions cannot even be listed there may be some. */
function listingRefused(error: unknown): { readonly removed: 0; readonly kept: 1 } {
  if (isScrubjayError(error) && error.code === 'SJ_STORE_DENIED') return { removed: 0, kept: 1 };
  throw error;
}
