import type { SourceMessage } from '@scrubjay/pipeline';
import { formatSchemaRef, parseSchemaRef } from '@scrubjay/registry';
import type { IngestConfig } from './config.js';

/** How the bytes of a message are to be taken. */
export type InputFormat = 'auto' | 'json' | 'text' | 'otlp-json' | 'otlp-protobuf' | 'registry' | 'protobuf';

export interface Resolution {
  readonly service: string;
  /** undefined: the producer named a format that we do not know. */
  readonly format: InputFormat | undefined;
  readonly schemaId: string;
}

const formats = new Map<string, InputFormat>([
  ['auto', 'auto'],
  ['json', 'json'],
  ['text', 'text'],
  ['otlp-json', 'otlp-json'],
  ['otlp-protobuf', 'otlp-protobuf'],
  ['registry', 'registry'],
]);
const servicePattern = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const schemaPattern = /^[A-Za-z0-9._:/-]{1,128}$/;
/** The key and opening quote of a service field, compact or with one space, as all common loggers write it. */
const serviceKeys = [Buffer.from('"service":"'), Buffer.from('"service": "')];
const maxServiceBytes = 63;
const quote = 0x22;

/** A name that a producer gives. The forms of the registry are not a producer's to give: records prove theirs. */
function ownSchema(name: string): string {
  return schemaPattern.test(name) && parseSchemaRef(name) === undefined ? name : '';
}

export type Router = (stream: string, message: SourceMessage) => Resolution;

/**
 * Resolves a message's service, format and schema: by headers (`scrubjay-service`, `scrubjay-format`,
 * `scrubjay-schema`), then by the route of its stream or file, then, for the service, by a known name in the record.
 */
export function createRouter(
  config: Pick<IngestConfig, 'routes' | 'defaultService' | 'knownServices'>,
): Router {
  const routes = new Map(config.routes.map((route) => [route.stream, route]));
  const known = new Set(config.knownServices);
  return (stream, message) => {
    const { headers } = message;
    const route = routes.get(stream) ?? routes.get(headers['scrubjay-file'] ?? '');
    const named = headers['scrubjay-service'];
    const declared = headers['scrubjay-format'];
    const schema = headers['scrubjay-schema'] ?? '';
    const format = declared === undefined ? (route?.format ?? 'auto') : formats.get(declared);
    return {
      service:
        named !== undefined && servicePattern.test(named)
          ? named
          : (route?.service ?? serviceOf(message.value, known) ?? config.defaultService),
      format,
      schemaId:
        format === 'protobuf' && route?.schema !== undefined
          ? formatSchemaRef({ kind: 'file', name: route.schema.file, message: route.schema.message })
          : ownSchema(schema),
    };
  };
}

/** The first service field whose value is a known name. Only known names: whatever else a field holds stays inside. */
function serviceOf(value: Buffer | null, known: ReadonlySet<string>): string | undefined {
  if (value === null || known.size === 0) return undefined;
  for (const key of serviceKeys) {
    const at = value.indexOf(key);
    if (at < 0) continue;
    const start = at + key.length;
    const end = value.indexOf(quote, start);
    if (end < 0 || end - start > maxServiceBytes) continue;
    const name = value.toString('latin1', start, end);
    if (known.has(name)) return name;
  }
  return undefined;
}
