import { Buffer } from 'node:buffer';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import { Hits, kernelOf, type Kernel } from '../kernel/index.js';
import { planFilter } from './filter-plan.js';
import { automatonLimits, GroupAutomaton } from './group-automaton.js';
import { GroupFactors } from './group-factors.js';
import { Look } from './look.js';
import { MetFactors } from './met-factors.js';
import { MetPlaces } from './met-places.js';

const newline = 0x0a;

/** Where something was met, as spans of bytes: the last byte of each occurrence lies in one of them. */
export interface Spans {
  count: number;
  firsts: Uint32Array;
  lasts: Uint32Array;
}

/**
 * Chooses, record by record, the patterns of a ruleset that are worth a search, and tells whether names of fields must be
 * looked for. It looks through a frame once, at all its records.
 */
export class RecordFilter {
  /** How many patterns may match in the record as written; see `patternAt`. */
  count = 0;
  /** The same, of what was decoded of it. */
  decodedCount = 0;
  /** A detector may act on a name of a field in the record, or in what was decoded. */
  mayHoldKeys = false;
  readonly #patterns: readonly PatternProgram[];
  readonly #isShared: Uint8Array;
  readonly #kernel: Kernel;
  readonly #automata: readonly GroupAutomaton[];
  readonly #met: MetFactors;
  /** By factor. */
  readonly #groupOf: Uint8Array;
  /** By item: the factor that says where its matches are; -1 if none does. */
  readonly #placeFactors: Int32Array;
  readonly #places = new MetPlaces();
  #arePlacesNoted = false;
  readonly #factors: readonly GroupFactors[];
  readonly #items: Uint32Array;
  readonly #decodedItems: Uint32Array;
  readonly #frame: Look;
  readonly #single: Look;
  readonly #decoded: Look;
  /** The look that the record was chosen from. */
  #look: Look;
  readonly #ends = new Uint32Array(1);
  #scratch = Buffer.allocUnsafe(4096);

  constructor(program: Program, kernel: Kernel, limits = automatonLimits) {
    this.#patterns = program.patterns;
    const plan = planFilter(program);
    this.#isShared = plan.isShared;
    this.#kernel = kernel;
    const { groups, factorCount, items } = plan;
    this.#automata = groups.map((group) => new GroupAutomaton(group, kernel, limits));
    this.#met = new MetFactors(plan);
    this.#factors = this.#automata.map((automaton) => new GroupFactors(automaton, this.#met, plan));
    this.#groupOf = new Uint8Array(factorCount);
    groups.forEach(({ factors }, group) => {
      for (const factor of factors) this.#groupOf[factor] = group;
    });
    this.#placeFactors = Int32Array.from(
      items,
      ({ factors }) => factors.find((factor) => this.#isShared[factor] === 0) ?? -1,
    );
    this.#items = new Uint32Array(items.length);
    this.#decodedItems = new Uint32Array(items.length);
    const look = (): Look => new Look(this.#automata, () => new Hits());
    this.#frame = look();
    this.#single = look();
    this.#decoded = look();
    this.#look = this.#single;
  }

  /** Looks through the records of a frame, which the kernel has loaded, for `chooseInFrame`. */
  lookAtFrame(bytes: number): void {
    this.#frame.search(bytes, 0);
  }

  /** Chooses for a record of the frame that was looked through last; records are asked for in order. */
  chooseInFrame(record: number): void {
    this.#choose(this.#frame, record);
  }

  /** Looks at a text of its own, and chooses for it. */
  chooseIn(bytes: Buffer, start: number, end: number): void {
    this.#search(this.#single, bytes, start, end);
    this.#choose(this.#single, 0);
  }

  /**
   * Looks at what was decoded of the record that was chosen for last, and chooses anew. What is near a decoded text is near
   * the record's own, and the other way round.
   */
  addDecoded(text: Buffer, length: number): void {
    const look = this.#look;
    this.#search(this.#decoded, text, 0, length);
    this.#decoded.open(0);
    this.#addAll(this.#decoded);
    this.#addShared(look);
    this.decodedCount = this.#met.take(this.#decodedItems);
    // Last, for `spansOf` asks how the items of the record as written were met.
    this.#addAll(look);
    this.#addShared(this.#decoded);
    this.count = this.#met.take(this.#items);
    this.mayHoldKeys = this.#cutKeys();
  }

  patternAt(index: number): PatternProgram {
    return this.#patterns[this.#items[index] as number] as PatternProgram;
  }

  decodedPatternAt(index: number): PatternProgram {
    return this.#patterns[this.#decodedItems[index] as number] as PatternProgram;
  }

  /**
   * Where matches of the pattern at `index` must be looked for in the record as written: each holds a byte of one of the
   * spans, or ends right before one. False if they may be anywhere.
   */
  spansOf(index: number, into: Spans): boolean {
    into.count = 0;
    const factor = this.#placeFactors[this.#items[index] as number] as number;
    if (factor < 0 || this.#met.wasEverything) return false;
    if (this.#look.isLost[this.#groupOf[factor] as number] === 1) return false;
    if (!this.#arePlacesNoted) this.#notePlaces();
    const { count, factors, firsts, lasts } = this.#places;
    const { offset } = this.#look;
    for (let at = 0; at < count; at += 1) {
      if (factors[at] !== factor) continue;
      if (into.count === into.firsts.length) growSpans(into);
      into.firsts[into.count] = (firsts[at] as number) + offset;
      into.lasts[into.count] = (lasts[at] as number) + offset;
      into.count += 1;
    }
    return true;
  }

  #search(look: Look, bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#scratch.length <= length) this.#scratch = Buffer.allocUnsafe(length * 2);
    bytes.copy(this.#scratch, 0, start, end);
    this.#scratch[length] = newline;
    this.#ends[0] = length + 1;
    this.#kernel.load(this.#scratch, this.#ends);
    look.search(length, start);
  }

  #choose(look: Look, record: number): void {
    this.#look = look;
    this.#arePlacesNoted = false;
    look.open(record);
    this.#addAll(look);
    this.count = this.#met.take(this.#items);
    this.decodedCount = 0;
    this.mayHoldKeys = this.#cutKeys();
  }

  /** Adds what was met in the opened record of a look. */
  #addAll({ hits, isLost, from, to }: Look): void {
    for (let group = 0; group < hits.length; group += 1) {
      const factors = this.#factors[group] as GroupFactors;
      if (isLost[group] === 1) this.#met.add(factors.all);
      const { accepts } = hits[group] as Hits;
      const end = to[group] as number;
      for (let at = from[group] as number; at < end; at += 1)
        this.#met.add(factors.pairsOf(accepts[at] as number));
    }
  }

  /** Adds of what was met in the opened record of a look only what counts for its neighbours too. */
  #addShared({ hits, isLost, from, to }: Look): void {
    for (let group = 0; group < hits.length; group += 1) {
      const factors = this.#factors[group] as GroupFactors;
      if (isLost[group] === 1) this.#met.add(factors.allShared);
      const { accepts } = hits[group] as Hits;
      for (let at = from[group] as number; at < (to[group] as number); at += 1)
        this.#met.add(factors.sharedPairsOf(accepts[at] as number));
    }
  }

  /** Notes where the factors of the record as written were met, when that is first asked for. */
  #notePlaces(): void {
    const { hits, from, to } = this.#look;
    this.#places.clear();
    for (let group = 0; group < hits.length; group += 1) {
      const { accepts, firsts, lasts } = hits[group] as Hits;
      const automaton = this.#automata[group] as GroupAutomaton;
      for (let at = from[group] as number; at < (to[group] as number); at += 1)
        for (const factor of automaton.factorsOf(accepts[at] as number))
          this.#places.add(factor, firsts[at] as number, lasts[at] as number);
    }
    this.#arePlacesNoted = true;
  }

  /** Leaves patterns alone in both lists. True if there was more. */
  #cutKeys(): boolean {
    const { length } = this.#patterns;
    let isCut = false;
    while (this.count > 0 && (this.#items[this.count - 1] as number) >= length) {
      this.count -= 1;
      isCut = true;
    }
    while (this.decodedCount > 0 && (this.#decodedItems[this.decodedCount - 1] as number) >= length) {
      this.decodedCount -= 1;
      isCut = true;
    }
    return isCut;
  }
}

function growSpans(spans: Spans): void {
  const size = spans.firsts.length * 2;
  const [firsts, lasts] = [new Uint32Array(size), new Uint32Array(size)];
  firsts.set(spans.firsts);
  lasts.set(spans.lasts);
  spans.firsts = firsts;
  spans.lasts = lasts;
}

const filters = new WeakMap<Program, RecordFilter>();

/** The filter of a ruleset, made when it is first asked for. It works with the kernel of this thread. */
export function recordFilterOf(program: Program): RecordFilter {
  let filter = filters.get(program);
  if (filter === undefined) {
    filter = new RecordFilter(program, kernelOf());
    filters.set(program, filter);
  }
  return filter;
}

/** To make the filter takes about as long as to search so many bytes for each pattern without it. */
const bytesPerPattern = 16;
/** A filter of so few patterns is made in no time. */
const fewPatterns = 32;
const searched = new WeakMap<Program, number>();

/**
 * Whether single records are worth a filter: not the first few, which whoever explains a record or tests an example looks at.
 * `bytes`: the record to be searched now.
 */
export function isFilterWorthwhile(program: Program, bytes: number): boolean {
  if (program.patterns.length <= fewPatterns || filters.has(program)) return true;
  const sum = (searched.get(program) ?? 0) + bytes;
  searched.set(program, sum);
  return sum > program.patterns.length * bytesPerPattern;
}
