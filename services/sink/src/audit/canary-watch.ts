import {
  canaryService,
  createCanonicalWriter,
  LineBuffer,
  plantedValue,
  readCanary,
  recordAt,
  type CanaryKind,
  type CanonicalWriter,
  type Frame,
  type FrameInput,
} from '@scrubjay/frame';
import type { Alarm } from './alarm.js';

export type CanaryOutcome = 'scrubbed' | 'unscrubbed' | 'missing' | 'damaged';

/** Looks for canaries among what is about to be written, as it will be written. */
export class CanaryWatch {
  /** Offset of the last canaries that were seen, by the partition that ingest read. */
  readonly #seen = new Map<string, number>();
  readonly #lines = new LineBuffer();
  readonly #onSeen: (outcome: CanaryOutcome, count: number) => void;

  constructor(onSeen: (outcome: CanaryOutcome, count: number) => void) {
    this.#onSeen = onSeen;
  }

  /** The messages without canaries, and what these showed. */
  sift(messages: readonly FrameInput[]): {
    readonly rest: readonly FrameInput[];
    readonly alarms: readonly Alarm[];
  } {
    const canaries = messages.filter(({ frame }) => frame.service === canaryService);
    if (canaries.length === 0) return { rest: messages, alarms: [] };
    return {
      rest: messages.filter(({ frame }) => frame.service !== canaryService),
      alarms: canaries.flatMap(({ frame }) => this.#inspect(frame)),
    };
  }

  /** Nothing is known any more of what came before: the partition may have been another's meanwhile. */
  forget(): void {
    this.#seen.clear();
  }

  #inspect(frame: Frame): readonly Alarm[] {
    const counts: Record<CanaryOutcome, number> = { scrubbed: 0, unscrubbed: 0, missing: 0, damaged: 0 };
    let sent = 0;
    let previous: number | undefined;
    const writer = createCanonicalWriter(frame, { observedAtMs: frame.ingestedAtMs });
    for (let index = 0; index < frame.lengths.length; index += 1) {
      const canary = readCanary(recordAt(frame, index));
      if (canary === undefined) counts.damaged += 1;
      else {
        sent = canary.of;
        previous = canary.previous;
        counts[this.#isScrubbed(frame, writer, index, canary.kind) ? 'scrubbed' : 'unscrubbed'] += 1;
      }
    }
    counts.missing = Math.max(0, sent - frame.lengths.length) + this.#missedBefore(frame, previous);
    return this.#report(frame, counts);
  }

  /** By the line as it would be written. */
  #isScrubbed(frame: Frame, writer: CanonicalWriter, index: number, kind: CanaryKind): boolean {
    const { stream, partition, offsets } = frame;
    this.#lines.clear();
    writer.read(index);
    writer.write(this.#lines);
    const planted = plantedValue(kind, { stream, partition, offset: offsets[index] ?? 0 });
    return !this.#lines.content().includes(planted);
  }

  #report(frame: Frame, counts: Record<CanaryOutcome, number>): readonly Alarm[] {
    const alarms: Alarm[] = [];
    for (const [outcome, count] of Object.entries(counts) as [CanaryOutcome, number][]) {
      if (count === 0) continue;
      this.#onSeen(outcome, count);
      if (outcome === 'scrubbed') continue;
      const { rulesetFingerprint } = frame;
      alarms.push({
        kind: `canary_${outcome}`,
        count,
        rulesetFingerprint,
        service: undefined,
        detectors: [],
      });
    }
    return alarms;
  }

  /** 1 where the canaries say that some went before them which were never seen here. */
  #missedBefore({ stream, partition, offsets }: Frame, previous: number | undefined): number {
    const name = `${stream}\n${partition}`;
    const last = this.#seen.get(name);
    this.#seen.set(name, offsets[0] ?? 0);
    return last !== undefined && previous !== undefined && previous > last ? 1 : 0;
  }
}
