import { appendJson, readUntil } from '../formats/tokenize-json.js';
import type { TextSource } from '../formats/text-pool.js';
import { noHost } from './documents.js';
import type { RecordScan } from './record-scan.js';
import { findKeyBefore } from './find-key-before.js';
import { addTokenUnits } from './token-units.js';
import { trait } from './units.js';

/** JSON in a string of JSON, so many times over. */
export const mostNested = 8;
/** Bytes that may be read in search of documents, against the bytes of the text. */
const workFactor = 4;
const leastWork = 1024;

const openBrace = 0x7b;
const openBracket = 0x5b;
const quote = 0x22;

function skipSpace(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09 || bytes[at] === 0x0a || bytes[at] === 0x0d))
    at += 1;
  return at;
}

/** Looks for JSON objects and arrays in the text of one unit. */
class DocumentSearch {
  readonly #scan: RecordScan;
  readonly #unit: number;
  readonly #source: TextSource;
  readonly #bytes: Buffer;
  readonly #from: number;
  readonly #to: number;
  #work: number;

  constructor(scan: RecordScan, unit: number) {
    this.#scan = scan;
    this.#unit = unit;
    this.#source = scan.source(scan.units.inPool[unit]);
    this.#bytes = this.#source.bytes;
    this.#from = scan.units.starts[unit] as number;
    this.#to = scan.units.ends[unit] as number;
    this.#work = (this.#to - this.#from) * workFactor + leastWork;
  }

  run(): void {
    for (let at = this.#from; at < this.#to && this.#work > 0;)
      at = this.#mayBegin(at) ? this.#read(at) : at + 1;
  }

  /** An object with a member; an array of objects or strings, or of anything if the text begins with it. */
  #mayBegin(at: number): boolean {
    const byte = this.#bytes[at];
    if (byte !== openBrace && byte !== openBracket) return false;
    const next = this.#bytes[skipSpace(this.#bytes, at + 1, this.#to)];
    if (next === quote) return true;
    return byte === openBracket && (next === openBrace || this.#isFirst(at));
  }

  #isFirst(at: number): boolean {
    return skipSpace(this.#bytes, this.#from, this.#to) === at;
  }

  /** Where the search goes on. */
  #read(at: number): number {
    const { tokens, limits } = this.#scan;
    const first = tokens.count;
    tokens.nextInPool = this.#scan.units.inPool[this.#unit] as number;
    tokens.nextDocument = this.#scan.documents.all.length;
    const end = appendJson(this.#bytes, at, this.#to, limits.maxDepth, tokens);
    this.#work -= readUntil() - at;
    // A text is no JSON: what is not, or too deep, is read as the text it is.
    if (typeof end !== 'number') return at + 1;
    if (this.#isUnlikely(at, end) || !this.#add(first, at, end)) {
      tokens.count = first;
      return at + 1;
    }
    this.#scan.mayRepeat = true;
    const nesting = (this.#scan.units.nestings[this.#unit] as number) + 1;
    addTokenUnits(this.#scan, first, nesting);
    return end;
  }

  /** `[12] worker` is no document, though `[12]` reads like one. */
  #isUnlikely(at: number, end: number): boolean {
    const next = this.#bytes[skipSpace(this.#bytes, at + 1, this.#to)];
    if (next === quote || next === openBrace) return false;
    return skipSpace(this.#bytes, end, this.#to) !== this.#to;
  }

  #add(first: number, at: number, end: number): boolean {
    const { tokens, units, documents } = this.#scan;
    const isOpaque = ((units.traits[this.#unit] as number) & trait.opaque) !== 0;
    const text = units.texts[this.#unit] as number;
    const key = findKeyBefore(this.#bytes, this.#from, at);
    return documents.add(
      {
        firstToken: first,
        endToken: tokens.count,
        start: this.#source.beginOf(at),
        end: this.#source.endOf(end - 1),
        hostToken: isOpaque ? (units.tokens[this.#unit] as number) : noHost,
        hostScope: units.scopes[this.#unit] as number,
        text,
        keyInPool: units.inPool[this.#unit] as number,
        keyStart: key.from,
        keyEnd: key.to,
        path: [],
        isNamed: false,
      },
      text,
    );
  }
}

/** Adds the documents in the text of a unit, and what there is to be searched in them. */
export function findDocuments(scan: RecordScan, unit: number): void {
  new DocumentSearch(scan, unit).run();
}
