import { opentelemetry } from '@scrubjay/schemas';
import type { QuarantineReason } from '../types.js';
import { Withheld, type ExportLogsRequest, type LogRecord, type Resource } from './types.js';
import type { ResourceLogs, Scope, ScopeLogs } from './types.js';
import { toJson, toJsonObject } from './value.js';

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;

/** One log record of an OTLP request, in the order of the request. */
export type OtlpRecord =
  | {
      readonly kind: 'record';
      /** Canonical JSON in UTF-8, without newlines: format `canonical`. */
      readonly record: Buffer;
      /** `service.name` of the resource, where it is a plain name; it is metadata that no rule ever sees. */
      readonly service: string | undefined;
      /** Unix milliseconds; undefined where the record has no time. */
      readonly timestampMs: number | undefined;
    }
  | {
      readonly kind: 'withheld';
      readonly reason: QuarantineReason;
      /** The log record with its resource and scope as an OTLP request of its own, protobuf: for quarantine. */
      readonly record: Buffer;
      readonly service: string | undefined;
      readonly timestampMs: number | undefined;
    };

/** Nothing that could pass for an address or a sentence: it becomes part of object keys and labels. */
const plainName = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;

/**
 * Yields each log record of `request` as canonical JSON: `time`, `observed_time`, `severity_text`, `severity_number`,
 * `trace_id`, `span_id`, `trace_flags`, `event_name`, `body`, `attributes`, `resource`, `scope`, whichever are set.
 * Times are in milliseconds; one with a finer part also has `time_ns`, to the nanosecond. Ids of a wrong length or of
 * zeroes count as absent, as OTLP says. Left out are references to entities, which repeat attribute keys.
 *
 * It is a generator because the resource is repeated in each record: a request may be many times larger when spelled out.
 */
export function* otlpToCanonical(request: ExportLogsRequest): Generator<OtlpRecord, void, undefined> {
  for (const resourceLogs of request.resourceLogs ?? []) {
    const service = serviceOf(resourceLogs.resource);
    const resource = attempt(() => resourceMembers(resourceLogs));
    for (const scopeLogs of resourceLogs.scopeLogs ?? []) {
      const scope = attempt(() => scopeMembers(scopeLogs));
      for (const logRecord of scopeLogs.logRecords ?? []) {
        const timestampMs = timeOf(logRecord);
        const own = attempt(() => recordMembers(logRecord));
        const failed = [own, resource, scope].find((part) => part instanceof Withheld);
        if (failed instanceof Withheld) {
          const record = encodeAlone(resourceLogs, scopeLogs, logRecord);
          yield { kind: 'withheld', reason: failed.reason, record, service, timestampMs };
        } else {
          const members = [own, resource, scope].flat().join(',');
          yield { kind: 'record', record: Buffer.from(`{${members}}`), service, timestampMs };
        }
      }
    }
  }
}

function attempt(make: () => string[]): string[] | Withheld {
  try {
    return make();
  } catch (error) {
    if (error instanceof Withheld) return error;
    throw error;
  }
}

function encodeAlone(resourceLogs: ResourceLogs, scopeLogs: ScopeLogs, logRecord: LogRecord): Buffer {
  const alone = { ...resourceLogs, scopeLogs: [{ ...scopeLogs, logRecords: [logRecord] }] };
  return Buffer.from(ExportLogsServiceRequest.encode({ resourceLogs: [alone] }).finish());
}

function serviceOf(resource: Resource | null | undefined): string | undefined {
  const name = resource?.attributes?.find(({ key }) => key === 'service.name')?.value?.stringValue;
  return typeof name === 'string' && plainName.test(name) ? name : undefined;
}

/** Nanoseconds since 1970 as OTLP has them; 0 means unknown. */
function nanosOf(value: LogRecord['timeUnixNano']): bigint {
  return BigInt(value?.toString() ?? 0);
}

function timeOf({ timeUnixNano, observedTimeUnixNano }: LogRecord): number | undefined {
  const nanos = nanosOf(timeUnixNano) || nanosOf(observedTimeUnixNano);
  return nanos === 0n ? undefined : Number(nanos / 1_000_000n);
}

function toIso(nanos: bigint): string {
  return new Date(Number(nanos / 1_000_000n)).toISOString();
}

function timeMembers({ timeUnixNano, observedTimeUnixNano }: LogRecord): string[] {
  const observed = nanosOf(observedTimeUnixNano);
  const time = nanosOf(timeUnixNano) || observed;
  if (time === 0n) return [];
  const iso = toIso(time);
  const finer = String(time % 1_000_000_000n).padStart(9, '0');
  const members = [`"time":"${iso}"`];
  if (time % 1_000_000n !== 0n) members.push(`"time_ns":"${iso.slice(0, 20)}${finer}Z"`);
  if (observed !== 0n) members.push(`"observed_time":"${toIso(observed)}"`);
  return members;
}

function recordMembers(record: LogRecord): string[] {
  const members = timeMembers(record);
  const { severityText, severityNumber, eventName, droppedAttributesCount, body, attributes } = record;
  if (severityText) members.push(`"severity_text":${JSON.stringify(severityText)}`);
  if (severityNumber) members.push(`"severity_number":${String(severityNumber)}`);
  const traceId = idOf(record.traceId, 16);
  const spanId = idOf(record.spanId, 8);
  if (traceId !== undefined) members.push(`"trace_id":"${traceId}"`);
  if (spanId !== undefined) members.push(`"span_id":"${spanId}"`);
  if (record.flags) members.push(`"trace_flags":${String(record.flags & 0xff)}`);
  if (eventName) members.push(`"event_name":${JSON.stringify(eventName)}`);
  if (body !== null && body !== undefined) members.push(`"body":${toJson(body)}`);
  if (attributes?.length) members.push(`"attributes":${toJsonObject(attributes)}`);
  if (droppedAttributesCount) members.push(`"dropped_attributes_count":${String(droppedAttributesCount)}`);
  return members;
}

function idOf(id: Uint8Array | null | undefined, length: number): string | undefined {
  if (id?.length !== length || id.every((byte) => byte === 0)) return undefined;
  return Buffer.from(id).toString('hex');
}

function resourceMembers({ resource, schemaUrl }: ResourceLogs): string[] {
  const members: string[] = [];
  if (resource?.attributes?.length) members.push(`"resource":${toJsonObject(resource.attributes)}`);
  if (schemaUrl) members.push(`"resource_schema_url":${JSON.stringify(schemaUrl)}`);
  return members;
}

function scopeMembers({ scope, schemaUrl }: ScopeLogs): string[] {
  const members = describeScope(scope);
  if (schemaUrl) members.push(`"schema_url":${JSON.stringify(schemaUrl)}`);
  return members.length === 0 ? [] : [`"scope":{${members.join(',')}}`];
}

function describeScope(scope: Scope | null | undefined): string[] {
  const members: string[] = [];
  if (scope?.name) members.push(`"name":${JSON.stringify(scope.name)}`);
  if (scope?.version) members.push(`"version":${JSON.stringify(scope.version)}`);
  if (scope?.attributes?.length) members.push(`"attributes":${toJsonObject(scope.attributes)}`);
  return members;
}
