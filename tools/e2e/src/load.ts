import { readOtlpRequest } from '@scrubjay/frame';
import { generate, type PlantKind, type SampleRecord } from '@scrubjay/samples';
import { opentelemetry } from '@scrubjay/schemas';
import type { Message } from 'kafkajs';

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;
const hourMs = 3_600_000;

/** Records of all formats as an application would send them, and what is known of them. */
export interface Load {
  readonly messages: readonly Message[];
  /** Every id, each once: one a log record, and one a line of a stack trace. */
  readonly ids: ReadonlySet<string>;
  /** Matches the ids of this load and of no other. */
  readonly idPattern: RegExp;
  /** Planted values in every notation that they may be found in, with the kind they are of. */
  readonly planted: ReadonlyMap<string, PlantKind>;
  /** Log records: an OTLP request holds several. */
  readonly logRecords: number;
  readonly bytes: number;
}

/** The full size of the proof is 200,000; a test run of every day makes do with fewer. */
export function recordCount(): number {
  return Number(process.env['SCRUBJAY_E2E_RECORDS'] ?? 12_000);
}

/** `count` records: JSON, nginx, syslog, logfmt, stack traces of many lines, OTLP in JSON and in protobuf by turns. */
export function createLoad(count: number, seed: number): Load {
  const load = new GrowingLoad(count, seed);
  load.take(count);
  return load;
}

/** A load that is written while it is sent: of records that are never taken nothing is known, and none is looked for. */
export class GrowingLoad implements Load {
  readonly messages: Message[] = [];
  readonly ids = new Set<string>();
  readonly idPattern: RegExp;
  readonly planted = new Map<string, PlantKind>();
  readonly #records: Iterator<SampleRecord, unknown>;
  #logRecords = 0;
  #bytes = 0;

  /** `count`: records at most. */
  constructor(count: number, seed: number) {
    const idPrefix = `e2e${String(seed)}-`;
    this.idPattern = new RegExp(`evt-${idPrefix}[0-9a-z]{6}`, 'g');
    // Hours that are over: the transport's time stands for the record's own where a text has none that is understood.
    const startTimeMs = (Math.floor(Date.now() / hourMs) - 4) * hourMs;
    const records = generate({ seed, count, startTimeMs, vendorTokens: true, idPrefix });
    this.#records = records[Symbol.iterator]();
  }

  get logRecords(): number {
    return this.#logRecords;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds so many records, or as many as there are left, and returns their messages. */
  take(count: number): readonly Message[] {
    const from = this.messages.length;
    while (this.messages.length - from < count) {
      const next = this.#records.next();
      if (next.done === true) break;
      this.#add(next.value);
    }
    return this.messages.slice(from);
  }

  #add(record: SampleRecord): void {
    const message = toMessage(record, this.messages.length);
    this.messages.push(message);
    for (const id of record.ids) this.ids.add(id);
    for (const [text, kind] of notations(record)) this.planted.set(text, kind);
    this.#logRecords += record.kind === 'otlp' ? record.ids.length : 1;
    this.#bytes += message.value?.length ?? 0;
  }
}

function toMessage(record: SampleRecord, index: number): Message {
  const timestamp = String(record.timestampMs);
  const value = Buffer.from(record.text);
  switch (record.kind) {
    // These name their service themselves: in a field that ingest is told of, and in the resource.
    case 'json':
      return { value, timestamp };
    case 'otlp':
      return index % 2 === 0
        ? { value, timestamp }
        : { value: toProtobuf(value), timestamp, headers: { 'scrubjay-format': 'otlp-protobuf' } };
    default:
      return { value, timestamp, headers: { 'scrubjay-service': record.service } };
  }
}

/** An OTLP/JSON request as OTLP/protobuf. */
export function toProtobuf(json: Buffer): Buffer {
  const read = readOtlpRequest(json, 'json');
  if (read.kind === 'withheld') throw new Error(`The sample is no OTLP request: ${read.reason}`);
  return Buffer.from(ExportLogsServiceRequest.encode(read.request).finish());
}

function* notations({ planted }: SampleRecord): Iterable<[string, PlantKind]> {
  for (const { kind, value, written = value, searchable = true } of planted) {
    if (!searchable) continue;
    // The sink writes a text as a JSON string, and an escaped text within one once more.
    for (const text of [value, written, escape(value), escape(written)]) yield [text, kind];
  }
}

function escape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
