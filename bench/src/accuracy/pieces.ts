import type { Category } from '@scrubjay/engine';
import { kinds, type Kind } from './kinds.js';

/** What a stretch of text is: sensitive, of a kind; or `optional`, which a detector may take or leave. */
export type Mark = Kind | 'optional';

/** A stretch of text that is one thing. Encodings work on each piece alone, so that marks survive them. */
export interface Piece {
  readonly text: string;
  readonly mark?: Mark;
}

export type Pieces = readonly Piece[];

/** A place that should be found. Half-open, in UTF-8 bytes of the line. */
export interface Label {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  /** Undefined: any category will do. */
  readonly category: Category | undefined;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface LabelledLine {
  readonly bytes: Buffer;
  readonly labels: readonly Label[];
  /** Places that nobody can call sensitive or harmless for certain: a finding there counts neither way. */
  readonly optional: readonly Span[];
  /** The shape of the record, for the report: `json-ecs`, `logfmt`… */
  readonly shape: string;
}

export const marked = (text: string, mark: Mark): Pieces => [{ text, mark }];

/** Applies an encoding that treats characters one by one, or at least each piece by itself. */
export function encode(pieces: Pieces, encodeText: (text: string) => string): Pieces {
  return pieces.map(({ text, ...rest }) => ({ text: encodeText(text), ...rest }));
}

/** Joins with plain text between. */
export function join(parts: readonly Pieces[], separator: string): Pieces {
  return parts.flatMap((part, index) => (index === 0 ? part : [{ text: separator }, ...part]));
}

export function textOf(pieces: Pieces): string {
  return pieces.map(({ text }) => text).join('');
}

/** The labels' places follow from the lengths of the pieces: nothing is searched for. */
export function render(pieces: Pieces, shape: string): LabelledLine {
  const labels: Label[] = [];
  const optional: Span[] = [];
  let start = 0;
  let previous: Mark | undefined;
  for (const { text, mark } of pieces) {
    if (text.length === 0) continue;
    const end = start + Buffer.byteLength(text);
    const last = labels.at(-1);
    if (mark === 'optional') optional.push({ start, end });
    else if (mark !== undefined && mark === previous && last?.end === start)
      labels[labels.length - 1] = { ...last, end };
    else if (mark !== undefined) labels.push({ start, end, kind: mark, category: kinds[mark].category });
    previous = mark;
    start = end;
  }
  return { bytes: Buffer.from(textOf(pieces)), labels, optional, shape };
}
