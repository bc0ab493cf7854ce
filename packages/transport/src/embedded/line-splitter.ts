const lineFeed = 10;
const carriageReturn = 13;

/** A line, or a piece of one that is too long to be held whole. */
export interface Line {
  /** Byte position of its first byte in the stream. */
  readonly position: number;
  /** Without its line end. A view into the chunk where the line lay in one chunk. */
  readonly bytes: Buffer;
  /** True for a line longer than a record may be, for every piece of one, and for the rest of a line begun earlier. */
  readonly isOversized: boolean;
  /** Number of the piece, from 0; undefined for a whole line. */
  readonly piece: number | undefined;
}

export interface LineSplitterOptions {
  /** Longer lines are marked as oversized. */
  readonly maxRecordBytes: number;
  /** Longer lines are cut into pieces of this size, so that a file without line ends cannot exhaust the memory. */
  readonly maxPieceBytes: number;
  /** Byte position of the first byte that will be pushed. Default 0. */
  readonly position?: number;
  /** Whether that byte continues a line whose beginning was handed over earlier. Default false. */
  readonly startsInLine?: boolean;
  /** Leaves the CR of a CRLF in the line, for who writes the line again as it was. Default false. */
  readonly keepsReturn?: boolean;
}

/** Cuts a stream of bytes at line feeds (LF or CRLF). No strings are made: whatever the bytes are, they survive. */
export class LineSplitter {
  readonly #options: LineSplitterOptions;
  /** Bytes of the line that is not finished yet; the first lies at `#start`. */
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #start: number;
  #lineEnd: number;
  #piece: number | undefined;
  #isContinued: boolean;

  constructor(options: LineSplitterOptions) {
    this.#options = options;
    this.#start = options.position ?? 0;
    this.#lineEnd = this.#start;
    this.#isContinued = options.startsInLine ?? false;
  }

  /** Position after the last finished line: where to resume, so that a line in pieces is read again as a whole. */
  get resumePosition(): number {
    return this.#lineEnd;
  }

  /** Takes the chunk over and returns the lines and pieces that it completes. */
  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      this.#append(chunk.subarray(from, at), lines);
      this.#finishLine(lines, 1);
      from = at + 1;
    }
    this.#append(chunk.subarray(from), lines);
    return lines;
  }

  /** The end of the stream: a last line without a line end counts. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.#pendingBytes > 0) this.#finishLine(lines, 0);
    return lines;
  }

  #append(bytes: Buffer, lines: Line[]): void {
    if (bytes.length === 0) return;
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    const { maxPieceBytes } = this.#options;
    // One byte more than a piece is kept back, which may be the CR of the line end: no piece is ever empty.
    if (this.#pendingBytes <= maxPieceBytes + 1) return;
    let whole = this.#takePending();
    while (whole.length > maxPieceBytes + 1) {
      this.#piece = this.#piece === undefined ? 0 : this.#piece + 1;
      this.#emit(whole.subarray(0, maxPieceBytes), lines);
      this.#start += maxPieceBytes;
      whole = whole.subarray(maxPieceBytes);
    }
    this.#pending = [whole];
    this.#pendingBytes = whole.length;
  }

  #finishLine(lines: Line[], lineEndBytes: 0 | 1): void {
    const bytes = this.#takePending();
    if (this.#piece !== undefined) this.#piece++;
    const endsInReturn = lineEndBytes === 1 && bytes.at(-1) === carriageReturn;
    this.#emit(endsInReturn && this.#options.keepsReturn !== true ? bytes.subarray(0, -1) : bytes, lines);
    this.#start += bytes.length + lineEndBytes;
    this.#lineEnd = this.#start;
    this.#piece = undefined;
    this.#isContinued = false;
  }

  #emit(bytes: Buffer, lines: Line[]): void {
    const isOversized =
      this.#isContinued || this.#piece !== undefined || bytes.length > this.#options.maxRecordBytes;
    lines.push({ position: this.#start, bytes, isOversized, piece: this.#piece });
  }

  #takePending(): Buffer {
    const [only] = this.#pending;
    const whole = this.#pending.length === 1 && only !== undefined ? only : Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return whole;
  }
}
