import { parseSeverity } from './severity.js';

/** Loggers know half a dozen levels; what goes beyond this is read anew each time. */
const maxKnown = 32;
const quote = '"';
const none = Buffer.alloc(0);

interface Known {
  readonly value: Buffer;
  readonly members: Buffer;
}

/** Levels as members of a canonical record, remembered by their bytes, since records have the same few. */
export class SeverityTexts {
  readonly #known: Known[] = [];

  /** `"severity_text":"info","severity_number":9,` of the value at `[start, end)`, quotes included; empty for no level. */
  read(bytes: Buffer, start: number, end: number): Buffer {
    for (const { value, members } of this.#known) if (isAt(bytes, start, end, value)) return members;
    const members = write(bytes.toString('latin1', start, end));
    if (this.#known.length < maxKnown) {
      this.#known.push({ value: Buffer.from(bytes.subarray(start, end)), members });
    }
    return members;
  }
}

function isAt(bytes: Uint8Array, start: number, end: number, value: Uint8Array): boolean {
  if (value.length !== end - start) return false;
  for (let at = 0; at < value.length; at++) if (bytes[start + at] !== value[at]) return false;
  return true;
}

function write(text: string): Buffer {
  const isString = text.startsWith(quote);
  const severity = parseSeverity(isString ? text.slice(1, -1) : text, !isString);
  if (severity === undefined) return none;
  const number = severity.number === undefined ? '' : `"severity_number":${String(severity.number)},`;
  return Buffer.from(`"severity_text":${JSON.stringify(severity.text)},${number}`);
}
