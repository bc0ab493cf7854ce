import { readOtlpRequest } from '@scrubjay/frame';
import { generate, type PlantKind, type SampleRecord } from '@scrubjay/samples';
import { opentelemetry } from '@scrubjay/schemas';
import { PlantedSearch } from '@scrubjay/testkit';
import type { Message } from 'kafkajs';
import { LoadIds, mostParts } from './load-ids.js';

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;
const hourMs = 3_600_000;

/** What is known of the records of a load. */
export interface LoadFacts {
  readonly ids: LoadIds;
  /** Planted values in every notation that they may be found in, with the kind they are of. */
  readonly planted: PlantedSearch<PlantKind>;
  /** Log records: an OTLP request holds several. */
  readonly logRecords: number;
  readonly bytes: number;
}

/** Records of all formats as an application would send them, all at once. */
export interface Load extends LoadFacts {
  readonly messages: readonly Message[];
  /** Every id, each once: one a log record, and one a line of a stack trace. */
  readonly allIds: ReadonlySet<string>;
}

/** The full size of the proof is 200,000; a test run of every day makes do with fewer. */
export function recordCount(): number {
  return Number(process.env['SCRUBJAY_E2E_RECORDS'] ?? 12_000);
}

/** `count` records: JSON, nginx, syslog, logfmt, stack traces of many lines, OTLP in JSON and in protobuf by turns. */
export function createLoad(count: number, seed: number): Load {
  const load = new GrowingLoad(count, seed);
  const messages = load.take(count);
  const { ids, planted, logRecords, bytes } = load;
  const allIds = new Set<string>();
  for (const { value } of messages)
    for (const number of ids.numbersIn(Buffer.from(value ?? ''))) allIds.add(ids.idOf(number));
  return { messages, allIds, ids, planted, logRecords, bytes };
}

/** More would run out of values that are there once only. */
const recordsPerPart = 500_000;
export const mostLoadRecords = recordsPerPart * mostParts;

/**
 * A load that is written while it is sent, and not kept: of records that are never taken nothing is known, and none is
 * looked for.
 */
export class GrowingLoad implements LoadFacts {
  readonly ids: LoadIds;
  readonly planted = new PlantedSearch<PlantKind>();
  readonly #records: Iterator<SampleRecord, unknown>;
  #taken = 0;
  #logRecords = 0;
  #bytes = 0;

  /** `count`: records at most. */
  constructor(count: number, seed: number) {
    if (count > mostLoadRecords)
      throw new RangeError(`A load has ${String(mostLoadRecords)} records at most.`);
    this.ids = new LoadIds(seed);
    this.#records = recordsOf(count, seed, this.ids);
  }

  get logRecords(): number {
    return this.#logRecords;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The next records, so many or as many as there are left, as messages. */
  take(count: number): Message[] {
    const messages: Message[] = [];
    while (messages.length < count) {
      const next = this.#records.next();
      if (next.done === true) break;
      messages.push(this.#add(next.value));
    }
    return messages;
  }

  #add(record: SampleRecord): Message {
    const message = toMessage(record, this.#taken);
    this.#taken += 1;
    for (const [text, kind] of notations(record)) this.planted.add(text, kind);
    this.#logRecords += record.kind === 'otlp' ? record.ids.length : 1;
    this.#bytes += message.value?.length ?? 0;
    return message;
  }
}

function* recordsOf(count: number, seed: number, ids: LoadIds): Iterator<SampleRecord, void> {
  // Hours that are over: the transport's time stands for the record's own where a text has none that is understood.
  const startTimeMs = (Math.floor(Date.now() / hourMs) - 4) * hourMs;
  for (let part = 0; part * recordsPerPart < count; part += 1) {
    const inPart = Math.min(recordsPerPart, count - part * recordsPerPart);
    const shape = { startTimeMs, vendorTokens: true, idPrefix: ids.prefixOf(part) };
    yield* generate({ seed: seed + part, count: inPart, ...shape });
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
