import { opentelemetry } from '@scrubjay/schemas';
import type { QuarantineReason } from '../types.js';
import { readJsonRequest } from './json.js';
import { Withheld, type ExportLogsRequest, type OtlpEncoding } from './types.js';

export type OtlpRead =
  | { readonly kind: 'request'; readonly request: ExportLogsRequest }
  | { readonly kind: 'withheld'; readonly reason: QuarantineReason };

const { ExportLogsServiceRequest } = opentelemetry.proto.collector.logs.v1;

/** What protobufjs says where messages nest deeper than 100, the bound of every protobuf implementation. */
const depthError = 'max depth exceeded';

/**
 * Decodes an OTLP logs request (opentelemetry-proto 1.10.0) in its protobuf or JSON encoding. A request that is damaged
 * in any place is withheld whole, as `malformed_otlp` or `too_deep`. Unknown fields are ignored, as OTLP demands.
 */
export function readOtlpRequest(bytes: Buffer, encoding: OtlpEncoding): OtlpRead {
  try {
    const request = encoding === 'json' ? readJsonRequest(bytes) : ExportLogsServiceRequest.decode(bytes);
    return { kind: 'request', request };
  } catch (error) {
    if (error instanceof Withheld) return { kind: 'withheld', reason: error.reason };
    const isTooDeep = error instanceof Error && error.message === depthError;
    return { kind: 'withheld', reason: isTooDeep ? 'too_deep' : 'malformed_otlp' };
  }
}
