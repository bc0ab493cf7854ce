import type { Buffer } from 'node:buffer';
import type { CompiledPattern } from '../compile/compile-pattern.js';
import type { Kernel } from '../kernel/index.js';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import { conditionOf, type Condition } from './condition.js';
import { keywordLiterals } from './keyword-literals.js';
import { Prefilter } from './matcher.js';

const conditions = new WeakMap<CompiledPattern, Condition>();

function conditionFor(pattern: CompiledPattern): Condition {
  let condition = conditions.get(pattern);
  if (condition === undefined) {
    condition = conditionOf(pattern.source);
    conditions.set(pattern, condition);
  }
  return condition;
}

/** Chooses, record by record, the patterns of a ruleset that are worth a search. One record at a time. */
export class RecordFilter {
  readonly #patterns: readonly PatternProgram[];
  readonly #prefilter: Prefilter;
  readonly #raw: Uint32Array;
  readonly #decoded: Uint32Array;
  readonly #selected: PatternProgram[] = [];

  constructor({ patterns }: Program) {
    this.#patterns = patterns;
    this.#prefilter = new Prefilter(
      patterns.map(({ pattern, detector: { keywords } }) => ({
        condition: conditionFor(pattern),
        keywords: keywords === undefined ? undefined : keywordLiterals(keywords.words),
      })),
    );
    this.#raw = new Uint32Array(this.#prefilter.words);
    this.#decoded = new Uint32Array(this.#prefilter.words);
  }

  /**
   * Looks at the record `bytes[start, end)` and at the texts that were decoded from it, which end at `length` of
   * `decoded`. A keyword counts wherever it stands: the words near a decoded text are those of the record too.
   */
  look(bytes: Buffer, start: number, end: number, decoded: Buffer, length: number): void {
    this.#prefilter.begin();
    this.#prefilter.search(bytes, start, end, this.#raw);
    this.#lookAtDecoded(decoded, length);
  }

  /**
   * Looks through a frame, which the kernel has loaded. True: `lookAtRecord` is the faster way to look at its records, in
   * order. A kernel is always that of this thread.
   */
  lookAtFrame(kernel: Kernel, bytes: Buffer): boolean {
    return this.#prefilter.lookAtFrame(kernel, bytes);
  }

  /** The same as `look` for a record of the frame. */
  lookAtRecord(
    record: number,
    bytes: Buffer,
    start: number,
    end: number,
    decoded: Buffer,
    length: number,
  ): void {
    this.#prefilter.begin();
    this.#prefilter.searchRecord(record, bytes, start, end, this.#raw);
    this.#lookAtDecoded(decoded, length);
  }

  #lookAtDecoded(decoded: Buffer, length: number): void {
    const prefilter = this.#prefilter;
    if (length > 0) prefilter.search(decoded, 0, length, this.#decoded);
    else this.#decoded.fill(0);
    prefilter.keepNear(this.#raw);
    prefilter.keepNear(this.#decoded);
  }

  /** The patterns that may match in the record as written. Valid until the next call of either. */
  inRecord(): readonly PatternProgram[] {
    return this.#select(this.#raw);
  }

  /** The patterns that may match in what was decoded. */
  inDecoded(): readonly PatternProgram[] {
    return this.#select(this.#decoded);
  }

  #select(marks: Uint32Array): readonly PatternProgram[] {
    const selected = this.#selected;
    selected.length = 0;
    for (let word = 0; word < marks.length; word += 1) {
      for (let bits = marks[word] as number; bits !== 0; bits &= bits - 1) {
        const pattern = this.#patterns[word * 32 + 31 - Math.clz32(bits & -bits)];
        // The last word has bits beyond the last pattern.
        if (pattern !== undefined) selected.push(pattern);
      }
    }
    return selected;
  }
}

const filters = new WeakMap<Program, RecordFilter>();

/** The filter of a ruleset, made when it is first asked for. */
export function recordFilterOf(program: Program): RecordFilter {
  let filter = filters.get(program);
  if (filter === undefined) {
    filter = new RecordFilter(program);
    filters.set(program, filter);
  }
  return filter;
}
