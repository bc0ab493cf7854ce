import { Buffer } from 'node:buffer';

/** RFC 7578: the name of a part, the rest of its headers, and the blank line before its content. */
const head = /^="([^"\r\n]{1,128})"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n){0,4}\r?\n/;
const longestHead = 1024;
const name = Buffer.from('name');
const lastOfName = name[name.length - 1];
const boundary = Buffer.from('\n--');
const disposition = /form-data;[^\r\n]*$/i;
const longestDisposition = 64;

/** A part of a form: the span of its name, and of its content. */
export interface FormPart {
  readonly keyFrom: number;
  readonly keyTo: number;
  readonly from: number;
  readonly to: number;
}

/** The part of a `multipart/form-data` body whose `name="…"` has its `=` at `at`; undefined if there is none. */
export function readFormPart(text: Buffer, at: number): FormPart | undefined {
  if (at < name.length || text[at - 1] !== lastOfName) return undefined;
  if (text.compare(name, 0, name.length, at - name.length, at) !== 0) return undefined;
  if (!disposition.test(text.toString('latin1', Math.max(0, at - longestDisposition), at))) return undefined;
  const match = head.exec(text.toString('latin1', at, at + longestHead));
  if (match === null) return undefined;
  const from = at + match[0].length;
  // The line break before the content may be that before the boundary: the content is empty then.
  const next = text.indexOf(boundary, from - 1);
  const end = next < 0 ? text.length : next;
  const to = text[end - 1] === 0x0d ? end - 1 : end;
  const keyTo = at + 2 + (match[1] as string).length;
  return { keyFrom: at + 2, keyTo, from, to: Math.max(from, to) };
}
