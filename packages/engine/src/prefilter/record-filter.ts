import { Buffer } from 'node:buffer';
import type { PatternProgram, Program } from '../compile/ruleset.js';
import type { ByteSet } from './byte-tree.js';
import type { Kernel, Scan } from '../kernel/index.js';
import { planFilter } from './filter-plan.js';
import { automatonLimits, GroupAutomaton } from './group-automaton.js';
import { Look } from './look.js';
import { MetPlaces } from './met-places.js';
import { eventWidth, FactorNumbers, type MetSet } from './met-numbers.js';
import { addSpan, type Spans } from './spans.js';

const newline = 0x0a;
const noItems = Uint32Array.of();
/** No record is longer. */
const anyLength = 0x3fff_ffff;

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
  readonly #mostNumbers: number;
  readonly #patterns: readonly PatternProgram[];
  readonly #kernel: Kernel;
  readonly #groups: readonly GroupAutomaton[];
  readonly #numbers: FactorNumbers;
  readonly #scan: Scan;
  /** By factor, 1: met anywhere in a record or in what was decoded of it, it counts for both. */
  readonly #isShared: Uint8Array;
  readonly #groupOf: Uint8Array;
  /** By item: the factor that says where its matches are, -1 if none does, and how far they begin before it. */
  readonly #placeFactors: Int32Array;
  readonly #leasts: Int32Array;
  readonly #mosts: readonly number[];
  /** The same where they begin without an end: so many bytes but for these. */
  readonly #bounds: readonly number[];
  readonly #loose: readonly (ByteSet | undefined)[];
  readonly #firstName: number;
  readonly #places: MetPlaces;
  #arePlacesRead = false;
  readonly #decodedPlaces: MetPlaces;
  #areDecodedPlacesRead = false;
  #items: Uint32Array = noItems;
  #decodedItems: Uint32Array = noItems;
  /** The patterns of the record as written are all there for a reason that stands at no place of their own. */
  #isEverything = false;
  #isDecodedEverything = false;
  readonly #frame: Look;
  readonly #single: Look;
  readonly #decoded: Look;
  /** The look that the record was chosen from. */
  #look: Look;
  readonly #ends = new Uint32Array(1);
  #scratch = Buffer.allocUnsafe(4096);
  #shared = new Uint32Array(256);

  /** `mostNumbers`: of events and sets; beyond, all are forgotten before the next frame, or twice as many before a text. */
  constructor(program: Program, kernel: Kernel, limits = automatonLimits, mostNumbers = 65_536) {
    this.#mostNumbers = mostNumbers;
    this.#patterns = program.patterns;
    const plan = planFilter(program);
    this.#isShared = plan.isShared;
    this.#firstName = plan.firstName;
    this.#kernel = kernel;
    const { groups, factorCount, items } = plan;
    this.#groups = groups.map((group) => new GroupAutomaton(group, kernel, limits));
    this.#numbers = new FactorNumbers(plan, this.#groups, program.patterns.length);
    this.#scan = kernel.createScan(this.#groups, this.#numbers);
    this.#groupOf = new Uint8Array(factorCount);
    groups.forEach(({ factors }, group) => {
      for (const factor of factors) this.#groupOf[factor] = group;
    });
    this.#placeFactors = Int32Array.from(items, ({ place }) => place?.factor ?? -1);
    this.#leasts = Int32Array.from(items, ({ place }) => Math.max(-anyLength, place?.reach.least ?? 0));
    this.#mosts = items.map(({ place }) => place?.reach.most ?? 0);
    this.#bounds = items.map(({ place }) => place?.reach.bound ?? 0);
    this.#loose = items.map(({ place }) => place?.reach.loose);
    this.#places = new MetPlaces(this.#numbers, this.#placeFactors);
    this.#decodedPlaces = new MetPlaces(this.#numbers, this.#placeFactors);
    const look = (): Look => new Look(groups.length, this.#scan, this.#numbers);
    this.#frame = look();
    this.#single = look();
    this.#decoded = look();
    this.#look = this.#single;
  }

  /** Looks through the records of a frame, which the kernel has loaded, for `chooseInFrame`. */
  lookAtFrame(bytes: number): void {
    if (this.#numbers.count > this.#mostNumbers) this.#forget();
    this.#frame.search(bytes, 0, false);
  }

  /** The first record of the frame from `record` on for which there is anything to choose; `end` if there is none before. */
  nextInFrame(record: number, end: number): number {
    return this.#frame.nextMet(record, end);
  }

  /** Chooses for a record of the frame that was looked through last; records are asked for in order. */
  chooseInFrame(record: number): void {
    this.#choose(this.#frame, record);
  }

  /** Looks at a text of its own, and chooses for it. */
  chooseIn(bytes: Buffer, start: number, end: number): void {
    if (this.#numbers.count > this.#mostNumbers * 2) this.#forget();
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
    const own = this.#factorsOf(look);
    const decoded = this.#factorsOf(this.#decoded);
    const inDecoded = this.#numbers.describe(decoded, this.#sharedOf(own));
    this.decodedCount = inDecoded.patterns.length;
    this.#decodedItems = inDecoded.patterns;
    this.#isDecodedEverything = inDecoded.isEverything;
    this.#areDecodedPlacesRead = false;
    this.#take(this.#numbers.describe(own, this.#sharedOf(decoded)));
    this.mayHoldKeys ||= inDecoded.mayHoldKeys;
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
    const item = this.#items[index] as number;
    if (!this.#mayTell(item, this.#look, this.#isEverything, into)) return false;
    if (!this.#arePlacesRead) {
      readPlaces(this.#places, this.#look);
      this.#arePlacesRead = true;
    }
    addPlaces(this.#places, this.#placeFactors[item] as number, into);
    return true;
  }

  /** The same of `decodedPatternAt` and the decoded text. */
  decodedSpansOf(index: number, into: Spans): boolean {
    const item = this.#decodedItems[index] as number;
    if (!this.#mayTell(item, this.#decoded, this.#isDecodedEverything, into)) return false;
    if (!this.#areDecodedPlacesRead) {
      readPlaces(this.#decodedPlaces, this.#decoded);
      this.#areDecodedPlacesRead = true;
    }
    addPlaces(this.#decodedPlaces, this.#placeFactors[item] as number, into);
    return true;
  }

  /**
   * Where names of fields were met in the record as written: a text of it in which a detector acts on a name holds a byte of one
   * of the spans. False if it may be any text.
   */
  nameSpans(into: Spans): boolean {
    into.count = 0;
    if (this.#isEverything || this.#look.met.isLost[0] === 1) return false;
    const { met, offset, from, to } = this.#look;
    for (let at = from; at < to; at += 1) {
      const event = this.#numbers.eventAt(met.events[at] as number);
      const start = (met.places[at] as number) + offset;
      for (let part = 0; part < event.length; part += eventWidth)
        if ((event[part] as number) >= this.#firstName)
          addSpan(into, start + (event[part + 1] as number), start + (event[part + 2] as number));
    }
    return true;
  }

  /** Whether places tell of an item where its matches are; says how far before them, and forgets all spans. */
  #mayTell(item: number, { met }: Look, isEverything: boolean, into: Spans): boolean {
    into.count = 0;
    const factor = this.#placeFactors[item] as number;
    into.least = this.#leasts[item] as number;
    into.most = this.#mosts[item] as number;
    into.bound = this.#bounds[item] as number;
    into.loose = this.#loose[item] ?? into.loose;
    return factor >= 0 && !isEverything && met.isLost[this.#groupOf[factor] as number] !== 1;
  }

  /** Gives its memory back; it must not be used any more. */
  close(): void {
    this.#scan.close();
    for (const { table } of this.#groups) table.close();
  }

  #search(look: Look, bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (this.#scratch.length <= length) this.#scratch = Buffer.allocUnsafe(length * 2);
    bytes.copy(this.#scratch, 0, start, end);
    this.#scratch[length] = newline;
    this.#ends[0] = length + 1;
    this.#kernel.load(this.#scratch, this.#ends);
    look.search(length, start, true);
  }

  #choose(look: Look, record: number): void {
    this.#look = look;
    this.#arePlacesRead = false;
    look.open(record);
    this.decodedCount = 0;
    this.#take(look.isLost ? this.#numbers.describe(this.#factorsOf(look)) : look.set);
  }

  #take({ patterns, mayHoldKeys, isEverything }: MetSet): void {
    this.#items = patterns;
    this.count = patterns.length;
    this.mayHoldKeys = mayHoldKeys;
    this.#isEverything = isEverything;
  }

  /** What may have been met in the opened record of a look. */
  #factorsOf({ set, isLost, met }: Look): Uint32Array {
    if (!isLost) return set.factors;
    const lost = this.#groups.flatMap(({ factors }, group) => (met.isLost[group] === 1 ? factors : []));
    return Uint32Array.from([...set.factors, ...lost]);
  }

  /** Those factors of a text that count for its neighbours too. Valid until it is called again. */
  #sharedOf(factors: Uint32Array): Uint32Array<ArrayBuffer> {
    if (this.#shared.length < factors.length) this.#shared = new Uint32Array(factors.length * 2);
    let count = 0;
    for (const factor of factors) if (this.#isShared[factor] === 1) this.#shared[count++] = factor;
    return this.#shared.subarray(0, count);
  }

  /** Forgets what numbers stand for. Of the frame that was looked through last nothing is known any more. */
  #forget(): void {
    this.#numbers.forget();
    this.#scan.forget();
    this.#frame.lose();
  }
}

function readPlaces(places: MetPlaces, { met, offset, from, to }: Look): void {
  places.read(met, from, to, offset);
}

function addPlaces(places: MetPlaces, factor: number, into: Spans): void {
  for (let place = places.firstOf(factor); place >= 0; place = places.nextOf(place))
    addSpan(into, places.beginOf(place), places.endOf(place));
}
