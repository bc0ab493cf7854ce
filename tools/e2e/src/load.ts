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
  const idPrefix = `e2e${String(seed)}-`;
  const messages: Message[] = [];
  const ids = new Set<string>();
  const planted = new Map<string, PlantKind>();
  let logRecords = 0;
  let bytes = 0;
  // Hours that are over: the transport's time stands for the record's own where a text has none that is understood.
  const startTimeMs = (Math.floor(Date.now() / hourMs) - 4) * hourMs;
  for (const record of generate({ seed, count, startTimeMs, vendorTokens: true, idPrefix })) {
    const message = toMessage(record, messages.length);
    messages.push(message);
    for (const id of record.ids) ids.add(id);
    for (const [text, kind] of notations(record)) planted.set(text, kind);
    logRecords += record.kind === 'otlp' ? record.ids.length : 1;
    bytes += message.value?.length ?? 0;
  }
  return {
    messages,
    ids,
    planted,
    logRecords,
    bytes,
    idPattern: new RegExp(`evt-${idPrefix}[0-9a-z]+`, 'g'),
  };
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
