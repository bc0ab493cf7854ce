import type { SourceMessage } from '@scrubjay/pipeline';
import type { IHeaders, KafkaMessage } from './kafkajs.js';

/** Bounds of headers as they steer (service, format, schema): what goes beyond is cut here, never in the raw headers. */
const maxHeaders = 128;
const maxHeaderBytes = 8 * 1024;

type HeaderValue = IHeaders[string];
type RawHeaders = readonly (readonly [name: string, value: Buffer])[];

function decodeValue(value: HeaderValue): string {
  const values = Array.isArray(value) ? value : [value];
  return values
    .map((part) => bytesOf(part).subarray(0, maxHeaderBytes).toString('utf8'))
    .join(',')
    .slice(0, maxHeaderBytes);
}

/** The bytes themselves, not a copy: nobody writes into what was fetched. */
function bytesOf(part: Buffer | string | null | undefined): Buffer {
  return Buffer.isBuffer(part) ? part : Buffer.from(part ?? '');
}

/** Headers as strings; the values of a repeated header are joined with commas. Without a prototype. */
export function decodeHeaders(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  const decoded = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers ?? {}).slice(0, maxHeaders))
    decoded[name] = decodeValue(value);
  return decoded;
}

/** Every header in full. kafkajs keeps the order of a repeated header's values, though not that between names. */
function rawHeaders(headers: IHeaders | undefined): RawHeaders {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((part): [string, Buffer] => [name, bytesOf(part)]),
  );
}

/** Both forms of some headers. */
type ReadHeaders = Required<Pick<SourceMessage, 'headers' | 'rawHeaders'>>;

function readHeaders(headers: IHeaders | undefined): ReadHeaders {
  return { headers: decodeHeaders(headers), rawHeaders: rawHeaders(headers) };
}

/** The messages of one batch. Those with the same headers object share what is read out of it. */
export function toSourceMessages(messages: readonly KafkaMessage[]): SourceMessage[] {
  const known = new Map<IHeaders | undefined, ReadHeaders>();
  return messages.map((message) => {
    let read = known.get(message.headers);
    if (read === undefined) {
      read = readHeaders(message.headers);
      known.set(message.headers, read);
    }
    return toSourceMessage(message, read);
  });
}

export function toSourceMessage(
  message: KafkaMessage,
  { headers, rawHeaders }: ReadHeaders = readHeaders(message.headers),
): SourceMessage {
  return {
    offset: BigInt(message.offset),
    timestampMs: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers,
    rawHeaders,
  };
}

/** Bytes of key, value and headers. */
export function sizeOf(message: SourceMessage): number {
  let bytes = (message.key?.length ?? 0) + (message.value?.length ?? 0);
  for (const [name, value] of message.rawHeaders ?? []) bytes += name.length + value.length;
  return bytes;
}
