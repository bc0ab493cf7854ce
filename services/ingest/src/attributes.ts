import { attributesOf, readAttributes } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import { schemaIdHeader } from '@scrubjay/registry';

/** Headers for us, which say how a record is taken and nothing about what happened. */
const ownPrefix = 'scrubjay-';
const formatHeader = 'scrubjay-format';

/** A message's key and headers as they travel with its records; undefined where it has none but our own. */
export function messageAttributes({ key, rawHeaders = [] }: SourceMessage): Buffer | undefined {
  if (key === null && rawHeaders.every(([name]) => isOwn(name))) return undefined;
  const headers = rawHeaders.filter(([name]) => !isOwn(name));
  return attributesOf({ key, headers });
}

function isOwn(name: string): boolean {
  return name.startsWith(ownPrefix) || name === schemaIdHeader;
}

/** Marks a line that arrived without its whole: what can be said of a part of a record is never certain. */
const cutHeader = 'scrubjay-cut';

/**
 * Everything that came with a message, our own headers too: whoever replays it from quarantine needs them to take it like
 * any other. `format` is that of `record` where ingest had it in another form than it came in.
 */
export function withheldAttributes(
  message: SourceMessage,
  options: { readonly format?: string | undefined; readonly isCut: boolean },
): Buffer | undefined {
  const given = message.rawHeaders ?? Object.entries(message.headers).map(toRaw);
  const { format, isCut } = options;
  const headers = [
    ...given.filter(([name]) => name !== cutHeader && (format === undefined || name !== formatHeader)),
    ...(format === undefined ? [] : [toRaw([formatHeader, format])]),
    ...(isCut ? [toRaw([cutHeader, 'true'])] : []),
  ];
  return attributesOf({ key: message.key, headers });
}

function toRaw([name, value]: readonly [string, string]): readonly [string, Buffer] {
  return [name, Buffer.from(value)];
}

/** The message that a withheld record came in; undefined where only a part of it is there. */
export function messageOf(
  withheld: Pick<SourceMessage, 'offset' | 'timestampMs'> & { readonly value: Buffer },
  attributes: Buffer | undefined,
): SourceMessage | undefined {
  const { key, headers: rawHeaders } =
    attributes === undefined ? { key: null, headers: [] } : readAttributes(attributes);
  const headers = Object.fromEntries(rawHeaders.map(([name, value]) => [name, value.toString()]));
  if (cutHeader in headers) return undefined;
  return { ...withheld, key, headers, rawHeaders };
}
