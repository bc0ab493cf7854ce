/**
 * What a scan has met, as columns: of records, ascending, and behind them of events, in the order of the text. The columns are
 * valid up to their counts.
 */
export class Met {
  /** Records in which something was met that is worth telling. */
  count = 0;
  records = new Uint32Array(64);
  /** The set of all that was met in a record. */
  sets = new Uint32Array(64);
  /** The first of a record's events; its last one stands before the next record's first. */
  firsts = new Uint32Array(65);
  eventCount = 0;
  events = new Uint32Array(64);
  /** Where the word of an event begins in what was loaded. */
  places = new Uint32Array(64);
  /** By automaton, 1: it gave up, so that all that it looks for may be anywhere. */
  readonly isLost: Uint8Array;

  constructor(automata: number) {
    this.isLost = new Uint8Array(automata);
  }

  reset(): void {
    this.count = 0;
    this.eventCount = 0;
    this.isLost.fill(0);
  }

  /** Makes room for so many records and events in all. */
  reserve(records: number, events: number): void {
    if (records > this.records.length) {
      this.records = grown(this.records, records * 2);
      this.sets = grown(this.sets, records * 2);
      this.firsts = grown(this.firsts, records * 2 + 1);
    }
    if (events <= this.events.length) return;
    this.events = grown(this.events, events * 2);
    this.places = grown(this.places, events * 2);
  }
}

function grown(column: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(length);
  larger.set(column);
  return larger;
}
