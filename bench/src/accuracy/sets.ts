import { readFile } from 'node:fs/promises';
import { parseExternal, readLabelMap, type OffsetUnit } from './external.js';
import { generateLines } from './generate.js';
import { generateNegatives } from './negatives.js';
import type { LabelledLine } from './pieces.js';
import { setNames } from './world.js';

export interface SetOptions {
  readonly lines: number;
  readonly seed: number;
  readonly labels?: string;
  readonly offsets: OffsetUnit;
}

export interface LabelledSet {
  readonly name: string;
  /** Undefined for a file. */
  readonly seed: number | undefined;
  readonly lines: Iterable<LabelledLine>;
}

/** `tune`, `held-out` or `negatives` are generated; anything else is the path of a labelled file. */
export async function openSet(
  name: string,
  { lines, seed, labels, offsets }: SetOptions,
): Promise<LabelledSet> {
  if (name === 'negatives') return { name, seed, lines: generateNegatives(seed, lines) };
  const generated = setNames.find((set) => set === name);
  if (generated !== undefined) return { name, seed, lines: generateLines(generated, seed, lines) };
  const map = labels === undefined ? new Map<string, string | null>() : await readLabelMap(labels);
  return { name: 'file', seed: undefined, lines: parseExternal(await readFile(name, 'utf8'), map, offsets) };
}
