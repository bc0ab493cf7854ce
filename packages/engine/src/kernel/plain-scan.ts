import { addAccepted, createAccepted } from './accepted.js';
import { signsOfEncoded } from '../scan/inspect.js';
import { Growth, type Grown } from './growth.js';
import type { Met } from './met.js';
import { PlainTable } from './plain-table.js';
import { acceptOf, handleBits } from './rows.js';
import type { Accepted, Automaton, MetNumbers, Scan } from './types.js';
import { wordLength } from './words.js';

/** What a plain kernel has loaded. */
export interface PlainInput {
  bytes: Uint8Array;
  ends: Uint32Array;
  count: number;
  signs: Uint8Array;
}

function tableOf({ table }: Automaton): PlainTable {
  if (table instanceof PlainTable) return table;
  throw new TypeError('the table was made by another kernel');
}

/** Runs automata over records, byte by byte, and remembers no word. */
export class PlainScan implements Scan {
  readonly #input: PlainInput;
  readonly #automata: readonly Automaton[];
  readonly #tables: readonly PlainTable[];
  readonly #numbers: MetNumbers;
  readonly #growth: Growth;
  readonly #accepted: Accepted;
  /** Row of each automaton; 0 once it has given up. */
  readonly #rows: Int32Array;

  constructor(input: PlainInput, automata: readonly Automaton[], numbers: MetNumbers) {
    this.#input = input;
    this.#automata = automata;
    this.#tables = automata.map(tableOf);
    this.#numbers = numbers;
    this.#growth = new Growth(automata.length);
    this.#accepted = createAccepted(automata.length);
    this.#rows = new Int32Array(automata.length);
  }

  run(bytes: number, keepsAll: boolean, into: Met): void {
    into.reset();
    this.#growth.reset();
    for (const automaton of this.#automata) automaton.open(bytes);
    // Beside what is lost anything that is met may be all that is asked for.
    while (!this.#readAll(keepsAll || into.isLost.includes(1), into)) into.count = into.eventCount = 0;
  }

  /** It remembers nothing. */
  forget(): void {
    this.#accepted.count = 0;
  }

  close(): void {
    this.forget();
  }

  /** False if an automaton gave up. */
  #readAll(keepsAll: boolean, into: Met): boolean {
    const { ends, count, signs } = this.#input;
    let start = 0;
    for (let record = 0; record < count; record += 1) {
      const end = ends[record] as number;
      const { eventCount } = into;
      let read = this.#read(start, end, into);
      while (read === 'cleared') {
        into.eventCount = eventCount;
        read = this.#read(start, end, into);
      }
      if (read === 'given up') return false;
      const isAsked = keepsAll || ((signs[record] as number) & signsOfEncoded) !== 0;
      if (this.#numbers.isComplete(read) || (read !== 0 && isAsked)) keep(record, read, eventCount, into);
      else into.eventCount = eventCount;
      start = end;
    }
    return true;
  }

  /** The set of what is met in the record `[start, end)`, or what has come of it instead. */
  #read(start: number, end: number, into: Met): number | Exclude<Grown, 'linked'> {
    const { bytes } = this.#input;
    this.#automata.forEach(({ start: row }, index) => {
      this.#rows[index] = into.isLost[index] === 1 ? 0 : row;
    });
    const things = new Set<number>();
    for (let at = start; at < end;) {
      const length = wordLength(bytes, at, start, end);
      this.#accepted.count = 0;
      for (let index = 0; index < this.#automata.length; index += 1) {
        const outcome = this.#rows[index] === 0 ? 'linked' : this.#walk(index, at, length, into);
        if (outcome !== 'linked') return outcome;
      }
      if (this.#accepted.count > 0) {
        const event = this.#numbers.eventOf(this.#accepted);
        into.reserve(into.count, into.eventCount + 1);
        into.events[into.eventCount] = event;
        into.places[into.eventCount] = at;
        into.eventCount += 1;
        for (const thing of this.#numbers.thingsOf(event)) things.add(thing);
      }
      at += length;
    }
    return this.#numbers.setOf(Uint32Array.from(things).sort());
  }

  /** Leads one automaton over a word. */
  #walk(index: number, from: number, length: number, into: Met): Grown {
    const table = this.#tables[index] as PlainTable;
    const { classes, columns } = table;
    let row = this.#rows[index] as number;
    for (let place = 0; place < length; place += 1) {
      const column = classes[this.#input.bytes[from + place] as number] as number;
      let entry = table.cells[(row >> 2) + column] as number;
      if ((entry & handleBits) === 0) {
        const grown = this.#growth.step(this.#automata[index] as Automaton, index, row, column);
        if (grown === 'given up') into.isLost[index] = 1;
        if (grown !== 'linked') return grown;
        entry = table.cells[(row >> 2) + column] as number;
      }
      row = entry & handleBits;
      if (entry < 0) addAccepted(this.#accepted, index, acceptOf(table.cells, row, columns), place);
    }
    this.#rows[index] = row;
    return 'linked';
  }
}

/** Keeps a record of whose events the first is `first`. */
function keep(record: number, set: number, first: number, into: Met): void {
  into.reserve(into.count + 1, into.eventCount);
  into.records[into.count] = record;
  into.sets[into.count] = set;
  into.firsts[into.count] = first;
  into.count += 1;
  into.firsts[into.count] = into.eventCount;
}
