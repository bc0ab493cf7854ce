import {
  Met,
  type Accepted,
  type Automaton,
  type Kernel,
  type MetNumbers,
  type StateTable,
} from '../../src/kernel/index.js';

/** Ends of records, each of which is given its newline. */
export function framed(records: readonly (string | Buffer)[]): { bytes: Buffer; ends: Uint32Array } {
  const parts = records.map((record) => Buffer.concat([Buffer.from(record as string), Buffer.from('\n')]));
  let end = 0;
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(parts, ({ length }) => (end += length)) };
}

/**
 * Finds words, in the slow and plain way: a state is the longest end of what was read that begins a word. Built while it
 * runs, and thrown away when it has `maxRows` rows.
 */
export class WordFinder implements Automaton {
  readonly table: StateTable;
  start = 0;
  opened = 0;
  /** Steps that it may still be asked for before it gives up. */
  steps = Infinity;
  /** Steps that it may still be asked for before it throws its table away, once. */
  forgetAfter = Infinity;
  readonly #words: readonly string[];
  /** A byte of each class. */
  readonly #letters: string[];
  readonly #rows = new Map<string, number>();
  #states: string[] = [];

  constructor(kernel: Kernel, words: readonly string[], maxRows = 100_000) {
    this.#words = words;
    this.#letters = ['\0', ...new Set(words.join(''))];
    const classes = new Uint8Array(256);
    this.#letters.forEach((letter, index) => {
      classes[letter.charCodeAt(0)] = index;
    });
    this.table = kernel.createTable(classes, maxRows);
    this.start = this.#rowOf('');
  }

  open(): void {
    this.opened += 1;
  }

  grow(row: number, column: number): boolean {
    if (this.steps === 0) return false;
    this.steps -= 1;
    this.forgetAfter -= 1;
    const read = (this.#states[this.table.indexOf(row)] as string) + (this.#letters[column] as string);
    const next = this.forgetAfter === 0 ? 0 : this.#rowOf(this.#longestBegin(read));
    if (next !== 0) this.table.link(row, column, next);
    else {
      this.table.clear();
      this.#rows.clear();
      this.#states = [];
      this.start = this.#rowOf('');
    }
    return true;
  }

  #longestBegin(read: string): string {
    for (let from = 0; from < read.length; from += 1) {
      const end = read.slice(from);
      if (this.#words.some((word) => word.startsWith(end))) return end;
    }
    return '';
  }

  #rowOf(state: string): number {
    const known = this.#rows.get(state);
    if (known !== undefined) return known;
    const row = this.table.addRow(this.#words.findIndex((word) => state.endsWith(word)));
    if (row === 0) return 0;
    this.#rows.set(state, row);
    this.#states.push(state);
    return row;
  }
}

/** Of each automaton up to so many words are told apart. */
const wordsEach = 64;

/** What is met is a word of one of some finders. */
export class WordNumbers implements MetNumbers {
  readonly thingCount: number;
  readonly events: { thing: number; place: number }[][] = [[]];
  readonly sets: number[][] = [[]];
  readonly #numbers = new Map([['s[]', 0]]);
  readonly #isWorthIt: (things: readonly number[]) => boolean;

  constructor(finders: number, isWorthIt = (things: readonly number[]) => things.length > 0) {
    this.thingCount = finders * wordsEach;
    this.#isWorthIt = isWorthIt;
  }

  eventOf({ count, automata, accepts, places }: Accepted): number {
    const event = Array.from({ length: count }, (_, at) => ({
      thing: (automata[at] ?? -1) * wordsEach + (accepts[at] ?? -1),
      place: places[at] ?? -1,
    }));
    return this.#numberOf(this.events, event);
  }

  thingsOf(event: number): Uint32Array {
    return Uint32Array.from(new Set(this.events[event]?.map(({ thing }) => thing))).sort();
  }

  setOf(things: Uint32Array): number {
    return this.#numberOf(this.sets, [...things]);
  }

  isComplete(set: number): boolean {
    return this.#isWorthIt(this.sets[set] ?? []);
  }

  #numberOf<T>(list: T[], item: T): number {
    const key = `${list === (this.sets as unknown) ? 's' : 'e'}${JSON.stringify(item)}`;
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = list.push(item) - 1));
    return number;
  }
}

/** What was met in each record that was told, as `record:finder.word@place` for each, and a last line with the things of its set. */
export function listed(met: Met, numbers: WordNumbers): string[] {
  return Array.from({ length: met.count }, (_, at) => {
    const record = met.records[at] ?? -1;
    const lines: string[] = [];
    for (let event = met.firsts[at] ?? 0; event < (met.firsts[at + 1] ?? 0); event += 1)
      for (const { thing, place } of numbers.events[met.events[event] ?? 0] ?? [])
        lines.push(described(record, thing, (met.places[event] ?? 0) + place));
    const set = numbers.sets[met.sets[at] ?? 0] ?? [];
    return [...lines.sort(), `${record}=${set.join('+')}`];
  }).flat();
}

function described(record: number, thing: number, at: number): string {
  return `${record}:${Math.floor(thing / wordsEach)}.${thing % wordsEach}@${at}`;
}

/**
 * Where words end in each record, as in the frame that `framed` makes of the records. Of words of one finder that end alike the
 * first one counts. Records and words are Latin-1.
 */
export function findWords(records: readonly string[], finders: readonly (readonly string[])[]): string[] {
  let start = 0;
  return records.flatMap((record, index) => {
    const lines: string[] = [];
    const things = new Set<number>();
    finders.forEach((words, finder) => {
      for (let end = 1; end <= record.length; end += 1) {
        const word = words.findIndex((one) => record.endsWith(one, end));
        if (word < 0) continue;
        things.add(finder * wordsEach + word);
        lines.push(described(index, finder * wordsEach + word, start + end - 1));
      }
    });
    start += record.length + 1;
    if (lines.length === 0) return [];
    return [...lines.sort(), `${index}=${[...things].sort((a, b) => a - b).join('+')}`];
  });
}

/** Some finders of one kernel, that look together. */
export class WordSearch {
  readonly finders: readonly WordFinder[];
  readonly numbers: WordNumbers;
  readonly met: Met;
  readonly #kernel: Kernel;
  readonly #scan: ReturnType<Kernel['createScan']>;

  constructor(
    kernel: Kernel,
    words: readonly (readonly string[])[],
    { maxRows = 100_000, numbers = new WordNumbers(words.length) } = {},
  ) {
    this.#kernel = kernel;
    this.finders = words.map((list) => new WordFinder(kernel, list, maxRows));
    this.numbers = numbers;
    this.met = new Met(words.length);
    this.#scan = kernel.createScan(this.finders, numbers);
  }

  /** Looks at what the kernel has loaded. */
  look(keepsAll = false): string[] {
    this.#scan.run(1, keepsAll, this.met);
    return listed(this.met, this.numbers);
  }

  /** Loads records and looks at them. */
  find(records: readonly string[], keepsAll = false): string[] {
    const { bytes, ends } = framed(records.map((one) => Buffer.from(one, 'latin1')));
    this.#kernel.load(bytes, ends);
    return this.look(keepsAll);
  }

  forget(): void {
    this.#scan.forget();
  }

  close(): void {
    this.#scan.close();
    for (const { table } of this.finders) table.close();
  }
}
