import { encode, join, marked, type Mark, type Piece, type Pieces } from '../pieces.js';
import type { Random } from '../random.js';
import type { Value } from '../world.js';

/** A field of a record: its name in lower-case words, and what it holds. */
export interface Field {
  readonly words: string;
  readonly value: FieldValue;
}

export type FieldValue =
  | { readonly kind: 'text'; readonly pieces: Pieces }
  /** A JSON number, boolean or null. */
  | { readonly kind: 'literal'; readonly pieces: Pieces }
  | { readonly kind: 'list'; readonly items: readonly Pieces[] }
  | { readonly kind: 'object'; readonly fields: readonly Field[] };

function isPieces(value: readonly string[] | Pieces): value is Pieces {
  return typeof value[0] === 'object';
}

export function fieldOf(words: string, value: Value, mark?: Mark): Field {
  const piecesOf = (text: string): Pieces => (mark === undefined ? [{ text }] : marked(text, mark));
  if (typeof value === 'string') return { words, value: { kind: 'text', pieces: piecesOf(value) } };
  if (typeof value !== 'object')
    return { words, value: { kind: 'literal', pieces: piecesOf(String(value)) } };
  if (isPieces(value)) return { words, value: { kind: 'text', pieces: value } };
  return { words, value: { kind: 'list', items: value.map(piecesOf) } };
}

/** A field's value where everything is text. */
export function asText(value: FieldValue): Pieces {
  if (value.kind === 'list') return join(value.items, ',');
  if (value.kind === 'object')
    return join(
      value.fields.map((field) => asText(field.value)),
      ' ',
    );
  return value.pieces;
}

/** Objects taken apart: every field that holds a text, a literal or a list. */
export function flatFields(fields: readonly Field[]): readonly Field[] {
  return fields.flatMap((field) =>
    field.value.kind === 'object' ? flatFields(field.value.fields) : [field],
  );
}

export const keyStyles = ['camel', 'snake', 'kebab', 'pascal', 'joined', 'upper', 'dotted', 'train'] as const;
export type KeyStyle = (typeof keyStyles)[number];

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** A name such as `date of birth` as a program writes it. A name that already has a dot stays as it is. */
export function styleKey(words: string, style: KeyStyle): string {
  const parts = words.split(' ');
  if (parts.length === 1 && words.includes('.')) return words;
  switch (style) {
    case 'camel':
      return parts.map((word, at) => (at === 0 ? word : capital(word))).join('');
    case 'pascal':
      return parts.map(capital).join('');
    case 'snake':
      return parts.join('_');
    case 'kebab':
      return parts.join('-');
    case 'dotted':
      return parts.join('.');
    case 'joined':
      return parts.join('');
    case 'upper':
      return parts.join('_').toUpperCase();
    case 'train':
      return parts.map(capital).join('-');
  }
}

const escapes = (text: string): string => JSON.stringify(text).slice(1, -1);

/** JSON text; `random` lets some characters be written as `\u` escapes and some slashes be escaped, as PHP and Java do. */
export function jsonString(pieces: Pieces, random?: Random): Pieces {
  const unusual = random?.chance(0.06) === true;
  const escape = (text: string): string => {
    const escaped = escapes(text);
    if (!unusual) return escaped;
    return escaped
      .replaceAll('/', '\\/')
      .replace(/[@\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  };
  return [{ text: '"' }, ...encode(pieces, escape), { text: '"' }];
}

function jsonValue(value: FieldValue, style: KeyStyle, random: Random): Pieces {
  switch (value.kind) {
    case 'text':
      return jsonString(value.pieces, random);
    case 'literal':
      return value.pieces;
    case 'list':
      return [
        { text: '[' },
        ...join(
          value.items.map((item) => jsonString(item, random)),
          ',',
        ),
        { text: ']' },
      ];
    case 'object':
      return jsonObject(value.fields, style, random);
  }
}

export function jsonObject(fields: readonly Field[], style: KeyStyle, random: Random): Pieces {
  const members = fields.map(({ words, value }): Pieces => {
    const key: Piece = { text: `${JSON.stringify(styleKey(words, style))}:` };
    return [key, ...jsonValue(value, style, random)];
  });
  return [{ text: '{' }, ...join(members, ','), { text: '}' }];
}
