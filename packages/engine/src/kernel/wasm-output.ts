import type { Met } from './met.js';
import { scanCell } from './scan-cells.js';
import { LentPages } from './wasm-lent.js';
import type { WasmMemory } from './wasm-memory.js';

/** As in kernel/scan.ts: cells of what is met in a word, and of a record in which something is met. */
const meetingCells = 3;
const foundCells = 4;
const first = 4096;

/** What a scan has met, in the memory of the kernel; one for all scans. */
export class WasmOutput {
  readonly #memory: WasmMemory;
  readonly #meetings: LentPages;
  readonly #found: LentPages;
  #mostMeetings = 0;
  #mostFound = 0;

  constructor(memory: WasmMemory) {
    this.#memory = memory;
    this.#meetings = new LentPages(memory);
    this.#found = new LentPages(memory);
  }

  /** Tells the kernel where there is room. */
  open(): void {
    if (this.#mostMeetings === 0) this.#growMeetings();
    if (this.#mostFound === 0) this.#growFound();
    this.#tell();
  }

  /** Makes room for more of what there is no room for. Throws a RangeError if the memory does not suffice. */
  grow(): void {
    const { cells } = this.#memory;
    if ((cells[scanCell.found] as number) >= this.#mostFound) this.#growFound();
    else this.#growMeetings();
    this.#tell();
  }

  /** Takes everything out. `inputAt`: the address that places count from. */
  take(into: Met, inputAt: number): void {
    const { cells } = this.#memory;
    const count = cells[scanCell.found] as number;
    const events = cells[scanCell.settled] as number;
    into.reserve(count, events);
    into.count = count;
    into.eventCount = events;
    for (let index = 0, cell = this.#found.at >> 2; index < count; index += 1, cell += foundCells) {
      into.records[index] = cells[cell] as number;
      into.sets[index] = cells[cell + 1] as number;
      into.firsts[index] = cells[cell + 2] as number;
    }
    into.firsts[count] = events;
    for (let index = 0, cell = this.#meetings.at >> 2; index < events; index += 1, cell += meetingCells) {
      into.events[index] = cells[cell] as number;
      into.places[index] = (cells[cell + 1] as number) - inputAt;
    }
  }

  #growMeetings(): void {
    const used = this.#mostMeetings * meetingCells * 4;
    const most = Math.max(first, this.#mostMeetings * 2);
    // One more is written than counts.
    if (!this.#meetings.exchange((most + 1) * meetingCells * 4, used)) throw outOfMemory();
    this.#mostMeetings = most;
  }

  #growFound(): void {
    const used = this.#mostFound * foundCells * 4;
    const most = Math.max(first, this.#mostFound * 2);
    if (!this.#found.exchange(most * foundCells * 4, used)) throw outOfMemory();
    this.#mostFound = most;
  }

  #tell(): void {
    const { cells } = this.#memory;
    cells[scanCell.meetingsAt] = this.#meetings.at;
    cells[scanCell.mostMeetings] = this.#mostMeetings;
    cells[scanCell.foundAt] = this.#found.at;
    cells[scanCell.mostFound] = this.#mostFound;
  }
}

function outOfMemory(): RangeError {
  return new RangeError('the kernel has no memory for what was met in this frame');
}
