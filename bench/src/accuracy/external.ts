import { readFile } from 'node:fs/promises';
import { categories, type Category } from '@scrubjay/engine';
import { kinds } from './kinds.js';
import type { Label, LabelledLine, Span } from './pieces.js';

/** What an offset in a foreign file counts. */
export const offsetUnits = ['bytes', 'characters', 'utf16'] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

/** A foreign label's name → one of our kinds, one of our categories, or null for spans that count neither way. */
export type LabelMap = ReadonlyMap<string, string | null>;

interface ForeignSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

interface ForeignLine {
  readonly text: string;
  readonly spans: readonly ForeignSpan[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSpan(value: unknown): value is ForeignSpan {
  if (!isRecord(value)) return false;
  const { start, end, label } = value;
  return Number.isInteger(start) && Number.isInteger(end) && typeof label === 'string';
}

function parseLine(json: string, number: number): ForeignLine {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    value = undefined;
  }
  if (isRecord(value)) {
    const { text, spans } = value;
    if (typeof text === 'string' && Array.isArray(spans) && spans.every(isSpan)) return { text, spans };
  }
  throw new Error(`Line ${number} is not {"text": string, "spans": [{"start", "end", "label"}]}.`);
}

/** A function from an offset in the file's unit to UTF-8 bytes. */
function toBytes(text: string, unit: OffsetUnit): (offset: number) => number {
  if (unit === 'bytes') return (offset) => offset;
  if (unit === 'utf16') return (offset) => Buffer.byteLength(text.slice(0, offset));
  const characters = Array.from(text);
  return (offset) => Buffer.byteLength(characters.slice(0, offset).join(''));
}

const isCategory = (name: string): name is Category => categories.some((category) => category === name);
const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

function categoryOf(target: string): Category {
  if (isCategory(target)) return target;
  if (isKind(target)) return kinds[target].category;
  throw new Error(`The label map names ${target}, which is neither a kind nor a category.`);
}

/** Reads a label map: a JSON object. */
export async function readLabelMap(path: string): Promise<LabelMap> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isRecord(value)) throw new Error(`${path} is not a JSON object.`);
  return new Map(
    Object.entries(value).map(([label, target]) => {
      if (target !== null && typeof target !== 'string') {
        throw new Error(`${path}: ${label} must name a kind or a category, or be null.`);
      }
      if (target !== null) categoryOf(target);
      return [label, target];
    }),
  );
}

/**
 * Reads a labelled file of other makers: one JSON object a line. A label that the map leaves out must be a kind or a
 * category of ours. Throws if a line cannot be read, a label is unknown or a span lies outside its text.
 */
export function parseExternal(content: string, map: LabelMap, unit: OffsetUnit): LabelledLine[] {
  const lines = content.split('\n').map((json, index) => ({ json, number: index + 1 }));
  return lines
    .filter(({ json }) => json.trim() !== '')
    .map(({ json, number }) => {
      const { text, spans } = parseLine(json, number);
      const bytes = Buffer.from(text);
      const byteOf = toBytes(text, unit);
      const labels: Label[] = [];
      const optional: Span[] = [];
      for (const { start, end, label } of spans) {
        const place = { start: byteOf(start), end: byteOf(end) };
        if (place.start < 0 || place.end <= place.start || place.end > bytes.length) {
          throw new Error(`Line ${number}: a span lies outside the text.`);
        }
        const target = map.has(label) ? map.get(label) : label;
        if (typeof target !== 'string') optional.push(place);
        else
          labels.push({ ...place, kind: isCategory(target) ? label : target, category: categoryOf(target) });
      }
      return { bytes, labels, optional, shape: 'external' };
    });
}
