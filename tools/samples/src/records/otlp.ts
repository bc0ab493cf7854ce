import type { Draft } from '../draft.js';
import { spanId, traceId, version } from '../events/decoys.js';
import { appServices, drawEvent, type AppService, type JsonObject, type JsonValue } from '../events/index.js';
import type { SampleRecord } from '../types.js';
import type { Written } from './types.js';

/** `opentelemetry.proto.common.v1.AnyValue` in OTLP/JSON; 64-bit integers are decimal strings. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | { readonly stringValue?: never };

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

export interface OtlpLogRecord {
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  /** Hex, as OTLP/JSON demands in place of protobuf JSON's base64. */
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

/** `ExportLogsServiceRequest` in OTLP/JSON. */
export interface ExportLogsRequest {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeLogs: readonly {
      readonly scope: { readonly name: string; readonly version: string };
      readonly logRecords: readonly OtlpLogRecord[];
    }[];
  }[];
}

const severities = { debug: 5, info: 9, warn: 13, error: 17 } as const;

function toAnyValue(value: JsonValue): AnyValue {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
    default:
      if (value === null) return {};
      if (isArray(value)) return { arrayValue: { values: value.map(toAnyValue) } };
      return { kvlistValue: { values: toKeyValues(value) } };
  }
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function toKeyValues(object: JsonObject): KeyValue[] {
  return Object.entries(object).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toNano(timestampMs: number): string {
  return `${timestampMs}000000`;
}

function logRecord(draft: Draft, service: AppService): OtlpLogRecord {
  const { level, message, fields } = drawEvent(service, draft);
  return {
    timeUnixNano: toNano(draft.timestampMs),
    observedTimeUnixNano: toNano(draft.timestampMs + draft.random.between(1, 400)),
    severityNumber: severities[level],
    severityText: level.toUpperCase(),
    body: { stringValue: message },
    attributes: [{ key: 'event_id', value: { stringValue: draft.newId() } }, ...toKeyValues(fields)],
    traceId: traceId(draft.random),
    spanId: spanId(draft.random),
    flags: 1,
  };
}

function buildRequest(draft: Draft, service: AppService): ExportLogsRequest {
  const logRecords = Array.from({ length: draft.random.between(1, 4) }, () => logRecord(draft, service));
  const attributes = toKeyValues({
    'service.name': service.name,
    'service.version': version(draft.random),
    'deployment.environment.name': 'sample',
    'k8s.pod.uid': draft.random.uuid(),
  });
  const scopeLogs = [{ scope: { name: `com.luma.${service.name}`, version: '1.4.0' }, logRecords }];
  return { resourceLogs: [{ resource: { attributes }, scopeLogs }] };
}

/** One request a line, as the OpenTelemetry Collector's file exporter writes; it holds one to four log records. */
export function writeOtlp(draft: Draft): Written {
  const service = draft.random.pick(appServices);
  const text = JSON.stringify(buildRequest(draft, service));
  draft.noteEscapes((value) => JSON.stringify(value).slice(1, -1));
  return { service: service.name, text };
}

/**
 * The request that an `otlp` record holds, for encoders of other formats. `traceId` and `spanId` are hex there;
 * protobufjs' `fromObject` would read them as base64, so turn them into bytes first.
 */
export function otlpRequestOf(record: Pick<SampleRecord, 'text'>): ExportLogsRequest {
  return JSON.parse(record.text) as ExportLogsRequest;
}
