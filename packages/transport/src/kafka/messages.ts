import type { SourceMessage } from '@scrubjay/pipeline';
import type { IHeaders, KafkaMessage } from './kafkajs.js';

/** Headers steer (service, format, schema), they do not carry logs: what goes beyond these bounds is cut. */
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

export function toSourceMessage(message: KafkaMessage): SourceMessage {
  return {
    offset: BigInt(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: decodeHeaders(message.headers),
  };
}

/** Bytes of key, value and headers. */
export function sizeOf(message: SourceMessage): number {
  let bytes = (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const name in message.headers) bytes += name.length + (message.headers[name]?.length ?? 0);
  return bytes;
}
