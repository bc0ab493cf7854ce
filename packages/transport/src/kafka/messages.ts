import type { SourceMessage } from '@scrubjay/pipeline';
import type { IHeaders, KafkaMessage } from './kafkajs.js';

/** Bounds of headers as they steer (service, format, schema): what goes beyond is cut here, never in the raw headers. */
const maxHeaders = 128;
const maxHeaderBytes = 8 * 1024;

type HeaderValue = IHeaders[string];

function decodeValue(value: HeaderValue): string {
  const values = Array.isArray(value) ? value : [value];
  return values
    .map((part) =>
      Buffer.from(part ?? '')
        .subarray(0, maxHeaderBytes)
        .toString('utf8'),
    )
    .join(',')
    .slice(0, maxHeaderBytes);
}

/** Headers as strings; the values of a repeated header are joined with commas. Without a prototype. */
export function decodeHeaders(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  const decoded = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers ?? {}).slice(0, maxHeaders))
    decoded[name] = decodeValue(value);
  return decoded;
}

/** Every header in full. kafkajs keeps the order of a repeated header's values, though not that between names. */
function rawHeaders(headers: IHeaders | undefined): readonly (readonly [string, Buffer])[] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((part): [string, Buffer] => [name, Buffer.from(part ?? '')]),
  );
}

export function toSourceMessage(message: KafkaMessage): SourceMessage {
  return {
    offset: BigInt(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: decodeHeaders(message.headers),
    rawHeaders: rawHeaders(message.headers),
  };
}

/** Bytes of key, value and headers. */
export function sizeOf(message: SourceMessage): number {
  let bytes = (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const [name, value] of message.rawHeaders ?? []) bytes += name.length + value.length;
  return bytes;
}
