import { Buffer } from 'node:buffer';
import { tokenKind } from '../formats/json-tokens.js';
import { RawSource, type TextSource } from '../formats/text-pool.js';
import type { Candidate } from './counts.js';
import type { RecordScan } from './record-scan.js';
import { trait } from './units.js';

/** The unit that is being searched. */
export class OpenUnit {
  text: Buffer = Buffer.alloc(0);
  /** Where the text begins in its source. */
  offset = 0;
  source: TextSource = new RawSource();
  token = -1;
  scope = -1;
  /** Less than 0 for a token that is no unit. */
  index = -1;
  /** What `text` is a view of. */
  #bytes: Buffer | undefined;
  #from = 0;
  #to = 0;
  #inPool = false;
  #depth = 0;
  #isDeep = false;
  #breaks: Candidate['breaks'] = 'kept';

  open(scan: RecordScan, index: number): void {
    const { units } = scan;
    this.index = index;
    this.#inPool = units.inPool[index] === 1;
    this.source = scan.source(units.inPool[index]);
    this.offset = units.starts[index] as number;
    this.#openText(units.ends[index] as number);
    this.token = units.tokens[index] as number;
    this.scope = units.scopes[index] as number;
    this.#depth = units.depths[index] as number;
    this.#isDeep = this.#depth > 0 || (units.nestings[index] as number) > 0;
    const traits = units.traits[index] as number;
    this.#breaks = (traits & trait.joined) !== 0 ? 'joined' : (traits & trait.soft) !== 0 ? 'soft' : 'kept';
  }

  /** Opens a token that stands in the record as written. */
  openToken(scan: RecordScan, token: number): void {
    const { kinds, starts, ends } = scan.tokens;
    this.index = -1;
    this.#inPool = false;
    this.source = scan.source(0);
    this.offset = starts[token] as number;
    this.#openText(ends[token] as number);
    this.token = token;
    this.scope = kinds[token] === tokenKind.key ? token + 1 : token;
    this.#depth = 0;
    this.#isDeep = false;
    this.#breaks = 'kept';
  }

  /** Keeps the view where it is that of the unit before: a unit is opened for one pattern after the other. */
  #openText(end: number): void {
    const { bytes } = this.source;
    if (bytes === this.#bytes && this.offset === this.#from && end === this.#to) return;
    this.text = bytes.subarray(this.offset, end);
    this.#bytes = bytes;
    this.#from = this.offset;
    this.#to = end;
  }

  /** Where the byte at `at` of the text stands in the record as written. */
  beginOf(at: number): number {
    return this.source.beginOf(this.offset + at);
  }

  /** Where what ends at `at` in the text, and is not empty, ends in the record as written. */
  endOf(at: number): number {
    return this.source.endOf(this.offset + at - 1);
  }

  describe(candidate: Candidate): void {
    candidate.text = this.text;
    candidate.inPool = this.#inPool;
    candidate.offset = this.offset;
    candidate.depth = this.#depth;
    candidate.isDeep = this.#isDeep;
    candidate.breaks = this.#breaks;
  }

  /** Sets the value, which is not empty, of a candidate that is described by this unit. */
  place(candidate: Candidate, from: number, to: number): Candidate {
    candidate.from = from;
    candidate.to = to;
    candidate.start = this.beginOf(from);
    candidate.end = this.endOf(to);
    return candidate;
  }
}
