import type { opentelemetry } from '@scrubjay/schemas';
import type { QuarantineReason } from '../types.js';

export type ExportLogsRequest = opentelemetry.proto.collector.logs.v1.IExportLogsServiceRequest;
export type ResourceLogs = opentelemetry.proto.logs.v1.IResourceLogs;
export type ScopeLogs = opentelemetry.proto.logs.v1.IScopeLogs;
export type LogRecord = opentelemetry.proto.logs.v1.ILogRecord;
export type SeverityNumber = opentelemetry.proto.logs.v1.SeverityNumber;
export type Resource = opentelemetry.proto.resource.v1.IResource;
export type Scope = opentelemetry.proto.common.v1.IInstrumentationScope;
export type AnyValue = opentelemetry.proto.common.v1.IAnyValue;
export type KeyValue = opentelemetry.proto.common.v1.IKeyValue;

export type OtlpEncoding = 'protobuf' | 'json';

/** Thrown inside this folder only, where a value cannot be taken over; callers get the reason. */
export class Withheld extends Error {
  readonly reason: QuarantineReason;

  constructor(reason: QuarantineReason) {
    super(reason);
    this.reason = reason;
  }
}
