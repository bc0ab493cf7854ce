import type { LineBuffer } from './line-buffer.js';
import { parseEpoch, parseTime } from './time.js';

const dayMs = 86_400_000;
const zero = 0x30;
/** The form that JavaScript and most loggers write: 2026-01-31T12:30:15.123Z, of years up to 9999. */
const isoBytes = 24;
const dateBytes = 10;
const lastIsoMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Positions of the signs of that form, and the signs. */
const signPlaces = Uint8Array.of(4, 7, 10, 13, 16, 19, 23);
const signBytes = Buffer.from('--T::.Z');
const maxExactDigits = 15;
const minEpochDigits = 9;

/** Reads and writes times as bytes; it remembers the day, which hardly ever changes from one record to the next. */
export class TimeText {
  readonly #date = Buffer.alloc(dateBytes);
  /** The day of `#date`; none at first. */
  #dayMs = NaN;
  /** The date of the last time that was read, as a number like 20260131, and when that day began. */
  #readDate = -1;
  #readDayMs = NaN;

  /** Puts `timeMs` as `Date.toISOString` writes it, without quotes, into room for 27 bytes. */
  put(lines: LineBuffer, timeMs: number): void {
    if (timeMs < 0 || timeMs > lastIsoMs) {
      lines.append(new Date(timeMs).toISOString());
      return;
    }
    const inDay = timeMs % dayMs;
    if (timeMs - inDay !== this.#dayMs) {
      this.#dayMs = timeMs - inDay;
      this.#date.write(new Date(timeMs).toISOString().slice(0, dateBytes), 'latin1');
    }
    const { bytes, length } = lines;
    for (let at = 0; at < dateBytes; at += 1) bytes[length + at] = this.#date[at] ?? 0;
    for (let at = 0; at < signPlaces.length; at += 1)
      bytes[length + (signPlaces[at] ?? 0)] = signBytes[at] ?? 0;
    const ms = inDay | 0;
    putTwo(bytes, length + 11, (ms / 3_600_000) | 0);
    putTwo(bytes, length + 14, ((ms / 60_000) | 0) % 60);
    putTwo(bytes, length + 17, ((ms / 1_000) | 0) % 60);
    const milli = ms % 1_000;
    bytes[length + 20] = zero + ((milli / 100) | 0);
    putTwo(bytes, length + 21, milli % 100);
    lines.length = length + isoBytes;
  }

  /** As `parseTime` reads the bytes `[from, to)`; undefined where it does not. */
  read(bytes: Buffer, from: number, to: number): number | undefined {
    const length = to - from;
    if (length === isoBytes) {
      const time = this.#readIso(bytes, from);
      if (time >= 0) return time;
    } else if (length >= minEpochDigits && length <= maxExactDigits) {
      const value = readDigits(bytes, from, to);
      if (value >= 0) return parseEpoch(value);
    }
    return parseTime(bytes.toString('latin1', from, to));
  }

  /** -1 for another form, and for what is no time of day; `parseTime` then says what it is. */
  #readIso(bytes: Buffer, from: number): number {
    for (let at = 0; at < signPlaces.length; at += 1) {
      if (bytes[from + (signPlaces[at] ?? 0)] !== signBytes[at]) return -1;
    }
    const year = readDigits(bytes, from, from + 4);
    const month = readDigits(bytes, from + 5, from + 7);
    const day = readDigits(bytes, from + 8, from + 10);
    const hour = readDigits(bytes, from + 11, from + 13);
    const minute = readDigits(bytes, from + 14, from + 16);
    const second = readDigits(bytes, from + 17, from + 19);
    const milli = readDigits(bytes, from + 20, from + 23);
    if (year < 1000 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0 || milli < 0) return -1;
    if (hour > 23 || minute > 59 || second > 59) return -1;
    const date = year * 10_000 + month * 100 + day;
    if (date !== this.#readDate) {
      const time = parseTime(bytes.toString('latin1', from, from + dateBytes).concat('T00:00:00Z'));
      if (time === undefined) return -1;
      this.#readDate = date;
      this.#readDayMs = time;
    }
    return this.#readDayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000 + milli;
  }
}

/** -1 where there is anything but digits. */
function readDigits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function putTwo(bytes: Uint8Array, at: number, value: number): void {
  const tens = (value / 10) | 0;
  bytes[at] = zero + tens;
  bytes[at + 1] = zero + value - tens * 10;
}
