import { isUtf8 } from 'node:buffer';
import type { Sensitivity } from './types.js';

/** What bytes become that are no text. The same as in packages/frame. */
const opaqueMark = '[BYTES]';
const control = /[^\P{Cc}\t\n\r]/u;

/** A part of the JSON that something is declared about; offsets count its UTF-8 bytes. */
export interface DeclaredSpan {
  readonly start: number;
  readonly end: number;
  /** What it holds; `safe`: nothing that must be hidden. */
  readonly is: Sensitivity | 'safe';
  /** Whether the span is the key of a map, and not a value. */
  readonly isKey: boolean;
}

/** The JSON grows beyond what a record may have. */
export class TooLarge extends Error {}

/** Writes one record as JSON text, and notes what is declared about its parts. */
export class JsonText {
  readonly spans: DeclaredSpan[] = [];
  /** Values of bytes that were no text and were left out. */
  opaque = 0;
  readonly #limit: number;
  #text = '';
  #bytes = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get text(): string {
    return this.#text;
  }

  write(json: string): void {
    this.#text += json;
    this.#bytes += Buffer.byteLength(json);
    if (this.#bytes > this.#limit) throw new TooLarge();
  }

  string(value: string): void {
    this.write(JSON.stringify(value));
  }

  /** Text where the bytes are UTF-8 without control characters; otherwise nothing can tell what is in them. */
  binary(value: Uint8Array, isSafe: boolean): void {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    const text = isUtf8(bytes) ? bytes.toString() : undefined;
    if (text !== undefined && !control.test(text)) this.string(text);
    else if (isSafe) this.string(bytes.toString('base64'));
    else {
      this.opaque += 1;
      this.string(opaqueMark);
    }
  }

  /** Runs `write` and notes what is declared about what it wrote. */
  declare(is: DeclaredSpan['is'] | undefined, write: () => void, isKey = false): void {
    const start = this.#bytes;
    const place = this.spans.length;
    write();
    if (is !== undefined) this.spans.splice(place, 0, { start, end: this.#bytes, is, isKey });
  }
}
