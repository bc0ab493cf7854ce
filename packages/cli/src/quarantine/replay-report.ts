import { formatTable } from '../output.js';
import type { Entry } from './entry.js';
import type { Rebuilt } from './rebuild.js';

/** What became of the records that a replay was asked for. */
export type Outcome =
  /** Sent on its way, once and for all. */
  | 'replayed'
  /** Failed again; it is still in quarantine. */
  | 'withheld again'
  /** A sealed message that the redactor or the sink could not open: it is no record until somebody opens it. */
  | 'left: sealed'
  /** A part of a line that was too long to be held. */
  | 'left: cut'
  /** Parts are missing: deleted by retention, or not written yet. */
  | 'left: incomplete'
  /** Cannot be opened with the quarantine key. */
  | 'left: unreadable'
  /** Kafka's consumers replay what an embedded run has put into the store, and the reverse, with the other transport. */
  | 'left: of an embedded run';

const failures: readonly Outcome[] = ['withheld again', 'left: incomplete', 'left: unreadable'];

/** Counts outcomes by reason. */
export class ReplayReport {
  readonly #counts = new Map<string, { outcome: Outcome; reason: string; note: string; count: number }>();
  /** Ids that were asked for and not met yet. */
  readonly #missing: Set<string>;
  #earlier = 0;

  constructor(ids: Iterable<string> = []) {
    this.#missing = new Set(ids);
  }

  /** `note`: the reason that it was withheld for again. */
  add(outcome: Outcome, { id, facts }: Entry, note = ''): void {
    this.#missing.delete(id);
    const reason = facts?.reason ?? '?';
    const key = JSON.stringify([outcome, reason, note]);
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { outcome, reason, note, count: 1 });
    else known.count += 1;
  }

  /** A record that is not sent. */
  addUnsent(rebuilt: Exclude<Rebuilt, { readonly kind: 'outputs' }>, entry: Entry): void {
    if (rebuilt.kind === 'left') this.add(`left: ${rebuilt.why}`, entry);
    else this.add('withheld again', entry, rebuilt.reason);
  }

  /** Met again, having been replayed by an earlier run. */
  addEarlier({ id }: Entry): void {
    this.#missing.delete(id);
    this.#earlier += 1;
  }

  count(outcome: Outcome): number {
    return [...this.#counts.values()]
      .filter((one) => one.outcome === outcome)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Whether something that was asked for did not go on its way and could have. */
  get hasFailures(): boolean {
    return this.#missing.size > 0 || failures.some((outcome) => this.count(outcome) > 0);
  }

  lines(isDryRun: boolean): readonly string[] {
    const rows = [...this.#counts.values()]
      .sort((a, b) => a.outcome.localeCompare(b.outcome) || a.reason.localeCompare(b.reason))
      .map(({ outcome, reason, note, count }) => [
        isDryRun && outcome === 'replayed' ? 'would be replayed' : outcome,
        ...[reason, note, count],
      ]);
    return [
      ...(rows.length > 0 ? [formatTable(['outcome', 'reason', 'now', 'records'], rows, ['records'])] : []),
      ...[...this.#missing].map((id) => `not found: ${id}`),
      ...(this.#earlier > 0 ? [`${this.#earlier} records had been replayed before`] : []),
      ...(this.count('left: sealed') > 0 ? [sealedNote] : []),
    ];
  }
}

const sealedNote =
  'Messages of reason frame_undecodable are sealed bytes, not records: find out who wrote them (`quarantine show`).';
