import { tokenKind, type JsonTokens } from '../formats/json-tokens.js';
import { rawEndOf, rawStartOf } from '../scan/documents.js';
import type { RecordScan } from '../scan/record-scan.js';

function isValueOfKey({ kinds }: JsonTokens, token: number): boolean {
  return token > 0 && kinds[token - 1] === tokenKind.key;
}

/** Place of an array's element, from 0. */
function indexIn({ parents }: JsonTokens, array: number, element: number): number {
  let index = 0;
  for (let token = array + 1; token < element; token += 1) if (parents[token] === array) index += 1;
  return index;
}

/**
 * Where a token stands in its JSON document, as `user.phones[0]`; empty for the root. A key has the path of its value.
 * Names are as written, with their escapes.
 */
function jsonPathOf(scan: RecordScan, token: number): string {
  const { tokens } = scan;
  const parts: { readonly name: string; readonly isIndex: boolean }[] = [];
  let at = tokens.kinds[token] === tokenKind.key ? token + 1 : token;
  while (at > 0) {
    const parent = tokens.parents[at] as number;
    if (isValueOfKey(tokens, at)) {
      const name = scan.bytes.toString('utf8', rawStartOf(scan, at - 1), rawEndOf(scan, at - 1));
      parts.push({ name, isIndex: false });
    } else if (parent >= 0) parts.push({ name: `[${String(indexIn(tokens, parent, at))}]`, isIndex: true });
    at = parent;
  }
  return parts
    .reverse()
    .reduce((path, { name, isIndex }) => path + (path === '' || isIndex ? name : `.${name}`), '');
}

/**
 * Where a byte of a scanned record stands in its JSON: the path in the record, then in each document within a text there,
 * as one. Undefined if it stands in none.
 */
export function pathAt(scan: RecordScan, offset: number): string | undefined {
  const { count, kinds } = scan.tokens;
  let path: string | undefined;
  for (let token = 0; token < count; token += 1) {
    if (kinds[token] === tokenKind.object || kinds[token] === tokenKind.array) continue;
    if (rawStartOf(scan, token) > offset || offset >= rawEndOf(scan, token)) continue;
    const inner = jsonPathOf(scan, token);
    path = path === undefined || path === '' ? inner : [path, inner].filter((part) => part !== '').join('.');
  }
  return path;
}
