import { createHash } from 'node:crypto';
import type { QuarantineFacts } from '@scrubjay/boot';
import type { Frame } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import type { Entry } from './entry.js';

/** A withheld record on the quarantine topic. */
export interface TopicEntry extends Entry {
  readonly partition: number;
  readonly firstOffset: bigint;
  /** Of the first message's sealed bytes, which no two messages share: tells it from one of a topic made anew. */
  readonly digest: string;
}

/** A message of the quarantine topic with what its reader could tell of it. */
export interface ReadPart {
  readonly message: SourceMessage;
  readonly facts: QuarantineFacts | undefined;
  readonly frame: Frame | undefined;
}

const digestDigits = 32;

/**
 * Puts the parts of records together as they come, in one partition. A record's parts stand in order, but what another
 * stage withheld may stand between them. Records of one source position follow on each other.
 */
export class TopicAssembler {
  readonly #topic: string;
  readonly #partition: number;
  readonly #open = new Map<string, ReadPart[]>();

  constructor(topic: string, partition: number) {
    this.#topic = topic;
    this.#partition = partition;
  }

  /** The records that are finished by this part: whole ones, and such as will never be. */
  add(part: ReadPart): readonly TopicEntry[] {
    const { facts } = part;
    if (facts === undefined) return [this.#entry([part], false)];
    const place = JSON.stringify([facts.stage, facts.reason, facts.source]);
    const open = this.#open.get(place) ?? [];
    if (facts.part !== open.length) {
      this.#open.delete(place);
      const broken = open.length > 0 ? [this.#entry(open, false)] : [];
      return facts.part === 0 ? [...broken, ...this.add(part)] : [...broken, this.#entry([part], false)];
    }
    open.push(part);
    if (open.length < facts.parts) {
      this.#open.set(place, open);
      return [];
    }
    this.#open.delete(place);
    return [this.#entry(open, true)];
  }

  /** What has begun and did not end. */
  rest(): readonly TopicEntry[] {
    const rest = [...this.#open.values()].map((parts) => this.#entry(parts, false));
    this.#open.clear();
    return rest;
  }

  #entry(parts: readonly ReadPart[], isComplete: boolean): TopicEntry {
    const [first] = parts as readonly [ReadPart, ...ReadPart[]];
    const { offset, timestampMs, value } = first.message;
    const frames = parts.flatMap(({ frame }) => frame ?? []);
    return {
      id: `${this.#topic}/${this.#partition}/${offset}`,
      partition: this.#partition,
      firstOffset: offset,
      digest: digestOf(value ?? Buffer.alloc(0)),
      facts: first.facts,
      withheldAtMs: timestampMs,
      storedBytes: parts.reduce((sum, { message }) => sum + (message.value?.length ?? 0), 0),
      parts: parts.length,
      isComplete,
      ...(frames.length === parts.length ? { frames } : {}),
    };
  }
}

function digestOf(sealed: Buffer): string {
  return createHash('sha256').update(sealed).digest('hex').slice(0, digestDigits);
}
