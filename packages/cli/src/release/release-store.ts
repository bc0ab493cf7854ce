import { ScrubjayError, isScrubjayError } from '@scrubjay/errors';
import { readObjectKey, releasedKey, sha256Of } from '@scrubjay/sink';
import { amendedObjects, type AmendedObject } from '../rescrub/amended-objects.js';
import type { Became } from '../rescrub/amendment.js';
import { FlushFacts } from '../rescrub/flush-facts.js';
import { openLog } from '../rescrub/open-log.js';
import { redactLines } from '../rescrub/redact-lines.js';
import type { RescrubLog } from '../rescrub/rescrub-log.js';
import type { RewriteOptions } from '../rescrub/rewrite-options.js';
import { prepareObject, withholdLines, type PreparedObject } from '../rescrub/rewrite-object.js';
import type { ReleaseReport } from './release-report.js';

export interface ReleaseOptions extends RewriteOptions {
  readonly report: ReleaseReport;
}

/** An object to release, with what it may be at its place already, from a run that was killed. */
interface Pending extends PreparedObject {
  readonly held: string;
  readonly mayReplace: ReadonlySet<string>;
}

/**
 * Redacts withheld objects by the rules in force, puts them where readers look, and removes what was withheld. What is going
 * to be done is signed and stored first, and that it is done afterwards, in the row of amendments that rescrubs write to:
 * after a kill the next release, of whatever incident, first settles what was left open.
 */
export async function releaseStore(heldKeys: readonly string[], options: ReleaseOptions): Promise<void> {
  const { log, amendments } = await openLog(options, 'release');
  const objects = amendedObjects(amendments);
  const left = [...objects.values()].filter(({ open }) => open.some(({ reason }) => reason === 'release'));
  const wanted = new Set([...left.flatMap(({ from }) => (from === null ? [] : [from])), ...heldKeys]);
  const release = new Release(options, log, await FlushFacts.open(options));
  for (const held of wanted) {
    const key = releasedKey(held);
    if (key === undefined)
      throw new ScrubjayError('SJ_INTERNAL', `${held} is no place of a withheld object.`);
    await release.take(held, key, objects.get(key));
  }
}

class Release {
  readonly #options: ReleaseOptions;
  /** Undefined in a dry run. */
  readonly #log: RescrubLog | undefined;
  readonly #flushes: FlushFacts;

  constructor(options: ReleaseOptions, log: RescrubLog | undefined, flushes: FlushFacts) {
    this.#options = options;
    this.#log = log;
    this.#flushes = flushes;
  }

  async take(held: string, key: string, object: AmendedObject | undefined): Promise<void> {
    const { store, report } = this.#options;
    if (object?.current !== undefined) {
      report.earlier += 1;
      if (object.versionsKept > 0 && this.#log !== undefined) await this.#complete(held, object.current);
      return;
    }
    const found = await store.get(held);
    if (found === undefined) return this.#settleRemoved(held, key, object);
    if (!(await this.#isAsWithheld(held, key, object, sha256Of(found.body)))) return;
    const prepared = await this.#prepare(held, key, found.body);
    report.addRelease(prepared.rewrite);
    for (const { reason } of prepared.withheld) report.addWithheld(reason);
    if (this.#log === undefined) return;
    await this.#log.add({ kind: 'intent', objects: [prepared.rewrite] });
    const mayReplace = new Set([
      prepared.rewrite.sha256,
      ...(object?.open.map(({ sha256 }) => sha256) ?? []),
    ]);
    if (await this.#put({ ...prepared, held, mayReplace })) await this.#complete(held, prepared.rewrite);
    else report.addTrouble('conflict', key);
  }

  /** What was withheld is gone: all that a killed run had left to do is to say so. */
  async #settleRemoved(held: string, key: string, object: AmendedObject | undefined): Promise<void> {
    const { store, report } = this.#options;
    const found = await store.get(key);
    const digest = found && sha256Of(found.body);
    const became = object?.open.find(({ sha256 }) => sha256 === digest);
    if (became === undefined) {
      report.addTrouble('missing', held);
      return;
    }
    report.addRelease(became);
    if (this.#log !== undefined) await this.#complete(held, became);
  }

  async #isAsWithheld(
    held: string,
    key: string,
    object: AmendedObject | undefined,
    digest: string,
  ): Promise<boolean> {
    const { report } = this.#options;
    const fact = await this.#flushes.of(key, held);
    if (fact.kind === 'left') {
      report.addTrouble(fact.why, held);
      return false;
    }
    const isKnown =
      fact.stated.sha256 === digest && (object?.open ?? []).every((one) => one.before === digest);
    if (!isKnown) report.addTrouble('altered', held);
    return isKnown;
  }

  async #prepare(held: string, key: string, body: Buffer): Promise<PreparedObject> {
    const { sealer, openStage, facts } = this.#options;
    const service = readObjectKey(key)?.service ?? '';
    const origin = { key: held, service, environment: facts.environment };
    const redacted = await redactLines(await sealer.openHeld(body), origin, openStage);
    return prepareObject({ key, from: held, body }, redacted, this.#options);
  }

  /** False where something lies at its place that no release has put there. */
  async #put(pending: Pending): Promise<boolean> {
    const { store, codec } = this.#options;
    const { key, sha256 } = pending.rewrite;
    await withholdLines(store, codec, pending);
    for (;;) {
      const there = await store.get(key);
      const digest = there && sha256Of(there.body);
      if (digest === sha256) return true;
      if (digest !== undefined && !pending.mayReplace.has(digest)) return false;
      try {
        await store.put(
          key,
          pending.body,
          there === undefined ? { ifNoneMatch: true } : { ifMatch: there.etag },
        );
        return true;
      } catch (error) {
        // A run that was only held up, or the answer to our own first try got lost: look again.
        if (!isScrubjayError(error) || error.code !== 'SJ_STORE_CONFLICT') throw error;
      }
    }
  }

  async #complete(held: string, { key, from, sha256, bytes, plainBytes, records }: Became): Promise<void> {
    const { removed, kept } = await this.#remove(held);
    if (kept > 0) this.#options.report.addTrouble('versions_kept', held);
    const became = { key, from, sha256, bytes, plainBytes, records };
    const completion = { ...became, versionsRemoved: removed, versionsKept: kept };
    await this.#log?.add({ kind: 'completion', objects: [completion] });
  }

  /** What was withheld, with all that the store has kept of it. */
  async #remove(held: string): Promise<{ readonly removed: number; readonly kept: number }> {
    const { store } = this.#options;
    try {
      await store.delete(held);
      return await store.deleteOldVersions(held);
    } catch (error) {
      if (isScrubjayError(error) && error.code === 'SJ_STORE_DENIED') return { removed: 0, kept: 1 };
      throw error;
    }
  }
}
