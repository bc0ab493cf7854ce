import { cutPieces, mostPieces, pieceWidth } from './pieces.js';
import { pageBytes, type WasmMemory } from './wasm-memory.js';

/** Bytes behind the records that the kernel may read, and makes nothing of. */
const padding = 64;
/** Of the list of pieces. */
const pieceBytes = mostPieces * pieceWidth * 4;

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

/** The records in the memory of the kernel, one behind the other: their bytes, their ends, their pieces, their signs. */
export class WasmInput {
  at = 0;
  endsAt = 0;
  piecesAt = 0;
  pieces = 0;
  signsAt = 0;
  count = 0;
  #ends: Uint32Array = new Uint32Array(0);
  #pages = 0;
  readonly #memory: WasmMemory;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** Throws a RangeError if the memory does not suffice: 1 GiB. */
  load(bytes: Uint8Array, ends: Uint32Array, count: number): void {
    const length = count === 0 ? 0 : (ends[count - 1] as number);
    this.#reserve(roundUp(length + padding) + roundUp(count * 4) + pieceBytes + roundUp(count));
    this.endsAt = this.at + roundUp(length + padding);
    this.piecesAt = this.endsAt + roundUp(count * 4);
    this.signsAt = this.piecesAt + pieceBytes;
    this.count = count;
    this.#ends = ends;
    this.#memory.bytes.set(length === bytes.length ? bytes : bytes.subarray(0, length), this.at);
    this.#memory.cells.set(count === ends.length ? ends : ends.subarray(0, count), this.endsAt >> 2);
    this.pieces = cutPieces(ends, count, this.#memory.cells, this.piecesAt >> 2);
  }

  /** The record that holds the byte at an address. */
  recordAt(address: number): number {
    const at = address - this.at;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  addressOf(record: number): number {
    return this.at + (record === 0 ? 0 : (this.#ends[record - 1] as number));
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#pages * pageBytes) return;
    const pages = Math.ceil((bytes * 1.5) / pageBytes);
    const at = this.#memory.takePages(pages);
    if (at === 0) throw new RangeError('the kernel has no memory for a frame of this size');
    this.#memory.givePages(this.at, this.#pages);
    this.at = at;
    this.#pages = pages;
  }
}
