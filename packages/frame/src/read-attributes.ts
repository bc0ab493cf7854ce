import { ScrubjayError } from '@scrubjay/errors';
import type { MessageAttributes } from './attributes.js';

/** Text as it is, other bytes as `{"base64":"…"}`, as `attributesOf` writes them. */
type Written = string | { readonly base64: string };

/**
 * What `attributesOf` was given: the key and headers of a message. The values of a repeated header stand behind each other;
 * how they stood among other names is not known any more. Throws SJ_FRAME_INVALID for anything else.
 */
export function readAttributes(object: Buffer): MessageAttributes {
  const { kafka_key: key, headers } = parse(object);
  return {
    key: key === undefined ? null : bytesOf(key),
    headers: Object.entries(headers ?? {}).flatMap(([name, value]) =>
      [value].flat().map((one): [string, Buffer] => [name, bytesOf(one)]),
    ),
  };
}

interface WrittenAttributes {
  readonly kafka_key?: Written;
  readonly headers?: Readonly<Record<string, Written | readonly Written[]>>;
}

function parse(object: Buffer): WrittenAttributes {
  let value: unknown;
  try {
    value = JSON.parse(object.toString());
  } catch (cause) {
    throw unreadable(cause);
  }
  if (typeof value !== 'object' || value === null) throw unreadable();
  return value;
}

function bytesOf(value: Written): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  if (typeof value.base64 === 'string') return Buffer.from(value.base64, 'base64');
  throw unreadable();
}

function unreadable(cause?: unknown): ScrubjayError {
  return new ScrubjayError('SJ_FRAME_INVALID', 'The attributes of a record cannot be read.', { cause });
}
