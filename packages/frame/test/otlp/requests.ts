import { opentelemetry } from '@scrubjay/schemas';
import {
  otlpToCanonical,
  readOtlpRequest,
  type ExportLogsRequest,
  type OtlpRecord,
} from '../../src/index.js';

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;

export function encode(request: ExportLogsRequest): Buffer {
  return Buffer.from(ExportLogsServiceRequest.encode(request).finish());
}

/** A request of one log record, as OTLP/JSON. */
export function jsonOf(logRecord: unknown, resource?: unknown, scope?: unknown): Buffer {
  return Buffer.from(
    JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [logRecord] }] }] }),
  );
}

export function recordsOf(bytes: Buffer, encoding: 'json' | 'protobuf'): OtlpRecord[] {
  const read = readOtlpRequest(bytes, encoding);
  if (read.kind === 'withheld') throw new Error(read.reason);
  return Array.from(otlpToCanonical(read.request));
}

/** The canonical form of the only record of an OTLP/JSON request. */
export function canonicalOf(logRecord: unknown, resource?: unknown, scope?: unknown): unknown {
  const [record] = recordsOf(jsonOf(logRecord, resource, scope), 'json');
  return record?.kind === 'record' ? JSON.parse(record.record.toString()) : record?.reason;
}
