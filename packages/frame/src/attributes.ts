import { isUtf8 } from 'node:buffer';
import { scanObject } from './canonical/json-scan.js';
import { startsOf } from './records.js';
import type { Frame, FrameAttributes } from './types.js';

/** What a Kafka message carries beside its value. */
export interface MessageAttributes {
  readonly key: Buffer | null;
  /** In their order; a name may occur more than once. */
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** What bytes become that are no text, so that no rule can tell what is in them. */
export const opaqueMark = '[BYTES]';

/** Control characters other than tab, line feed and carriage return. */
const control = /[^\P{Cc}\t\n\r]/u;
const keyMember = 'kafka_key';
const headersMember = 'headers';
/** Stands nowhere else in the JSON written here: within a string its quotes would be escaped. */
const opaqueStart = Buffer.from('{"base64":"');
const opaqueEnd = Buffer.from('"}');
const markText = Buffer.from(`"${opaqueMark}"`);
const nothing = Buffer.alloc(0);

/** Bytes as text: valid UTF-8 without control characters. Undefined for all else, which no rule can be sure to read. */
export function textOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString();
  return control.test(text) ? undefined : text;
}

function toJson(bytes: Buffer): string {
  const text = textOf(bytes);
  return text === undefined ? `{"base64":"${bytes.toString('base64')}"}` : JSON.stringify(text);
}

/**
 * The JSON object that travels with a record: `{"kafka_key":"…","headers":{"name":"…"}}`, so that headers are found by
 * name as well as by pattern. Text as a string, other bytes as `{"base64":"…"}`, the values of a repeated header as an
 * array. Undefined where there is nothing to say.
 */
export function attributesOf({ key, headers }: MessageAttributes): Buffer | undefined {
  if (key === null && headers.length === 0) return undefined;
  const members: string[] = key === null ? [] : [`"${keyMember}":${toJson(key)}`];
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [toJson(value)]);
    else values.push(toJson(value));
  }
  if (byName.size > 0) {
    const texts = [...byName].map(([name, values]) => {
      const [first = 'null'] = values;
      return `${JSON.stringify(name)}:${values.length === 1 ? first : `[${values.join(',')}]`}`;
    });
    members.push(`"${headersMember}":{${texts.join(',')}}`);
  }
  return Buffer.from(`{${members.join(',')}}`);
}

/** Attributes of record `index` without the closing newline: a view into the frame. Undefined where it has none. */
export function attributesAt({ attributes }: Pick<Frame, 'attributes'>, index: number): Buffer | undefined {
  const length = attributes?.lengths[index] ?? 0;
  if (attributes === undefined || length === 0) return undefined;
  const start = startsOf(attributes)[index] ?? 0;
  return attributes.bytes.subarray(start, start + length - 1);
}

/** Replaces bytes that are no text by {@link opaqueMark}; `hidden` counts them. The same object where there are none. */
export function hideOpaque(attributes: FrameAttributes): {
  readonly attributes: FrameAttributes;
  readonly hidden: number;
} {
  if (!attributes.bytes.includes(opaqueStart)) return { attributes, hidden: 0 };
  const lengths = attributes.lengths.slice();
  const parts: Buffer[] = [];
  let hidden = 0;
  let start = 0;
  for (let index = 0; index < lengths.length; index++) {
    const end = start + (lengths[index] ?? 0);
    let from = start;
    const object = attributes.bytes.subarray(0, end);
    for (let at = object.indexOf(opaqueStart, from); at >= 0; at = object.indexOf(opaqueStart, from)) {
      const behind = object.indexOf(opaqueEnd, at) + opaqueEnd.length;
      parts.push(object.subarray(from, at), markText);
      lengths[index] = (lengths[index] ?? 0) - (behind - at) + markText.length;
      from = behind;
      hidden++;
    }
    parts.push(object.subarray(from, end));
    start = end;
  }
  return { attributes: { lengths, bytes: Buffer.concat(parts) }, hidden };
}

/**
 * Scrubbed attributes as members of a canonical record's `attributes`, without braces, named by the OpenTelemetry
 * semantic conventions for messaging: `messaging.kafka.message.key`, `messaging.kafka.header.<name>`.
 */
export function attributeMembers(object: Buffer): Buffer {
  const members: Buffer[] = [];
  const add = (name: string, value: Buffer): void => {
    members.push(Buffer.concat([Buffer.from(`${members.length > 0 ? ',' : ''}"${name}":`), value]));
  };
  scanObject(object, (keyStart, keyEnd, valueStart, valueEnd) => {
    const name = object.toString('utf8', keyStart, keyEnd);
    const value = object.subarray(valueStart, valueEnd);
    if (name === keyMember) add('messaging.kafka.message.key', value);
    else if (name !== headersMember || !addHeaders(value, add)) add(`messaging.kafka.${name}`, value);
  });
  return members.length === 0 ? nothing : Buffer.concat(members);
}

function addHeaders(headers: Buffer, add: (name: string, value: Buffer) => void): boolean {
  return scanObject(headers, (keyStart, keyEnd, valueStart, valueEnd) => {
    const name = headers.toString('utf8', keyStart, keyEnd);
    add(`messaging.kafka.header.${name}`, headers.subarray(valueStart, valueEnd));
  });
}
