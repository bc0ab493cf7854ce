import { Buffer } from 'node:buffer';
import RE2 from 're2';
import { PatternSearch } from '../confirm/pattern-search.js';
import { partsOf, type PatternParts } from './pattern-parts.js';
import { describePattern } from './pattern-shape.js';

/** A pattern, ready to search Buffers. The RE2 object keeps a position and is used by one scan at a time. */
export interface CompiledPattern {
  readonly source: string;
  /** With the flag g; with d too if there is a value group. */
  readonly regex: RE2;
  readonly hasValueGroup: boolean;
  /** Finds the same as `regex`, mostly at a fraction of the cost. */
  readonly search: PatternSearch;
  /** Tells where the value stands in a match of `regex`, at a fraction of the cost; undefined if it cannot. */
  readonly parts: PatternParts | undefined;
  /**
   * Finds, in text around a unit too, a match that begins no later than the first of `regex` in the unit. With the flag
   * g. Undefined if there is no such pattern: then every unit must be searched.
   */
  readonly finder: RE2 | undefined;
  /** A match of the finder may hold a newline. */
  readonly crossesNewline: boolean;
}

const emptyProbes = ['', 'a', '0', ' ', '-', 'a 0\n"-'].map((text) => Buffer.from(text));

function matchesEmpty(regex: RE2): boolean {
  return emptyProbes.some((probe) => {
    regex.lastIndex = 0;
    for (let match = regex.exec(probe); match !== null; match = regex.exec(probe)) {
      if (match[0].length === 0) return true;
    }
    return false;
  });
}

const mostQuoted = 8;

/** RE2's own reason, e.g. `missing )`. What it quotes may be the whole pattern, and that may look for one secret. */
function reasonOf(error: unknown): string {
  const [reason = '', quoted = ''] = (error as SyntaxError).message.split(/: (.*)/s);
  return quoted === '' || quoted.length > mostQuoted ? reason : `${reason}: ${quoted}`;
}

/** Compiles a pattern, or says in words what is wrong with it. */
export function compilePattern(source: string): CompiledPattern | string {
  let regex: RE2;
  try {
    regex = new RE2(source, 'g');
  } catch (error) {
    return `RE2 does not accept the pattern (${reasonOf(error)})`;
  }
  const shape = describePattern(source);
  if (shape.matchesBytes) return 'the pattern holds \\C, which can cut a character in two';
  const misnamed = shape.groupNames.find((name) => name !== 'value');
  if (misnamed !== undefined) return `the group (?P<${misnamed}>…) has no meaning; the only name is value`;
  if (matchesEmpty(regex)) return 'the pattern matches empty text';
  const hasValueGroup = shape.groupNames.length > 0;
  if (hasValueGroup) regex = new RE2(source, 'gd');
  const { unanchored, crossesNewline } = shape;
  const relaxed = unanchored === source ? regex : new RE2(unanchored, 'g');
  const finder = relaxed !== regex && matchesEmpty(relaxed) ? undefined : relaxed;
  const parts = hasValueGroup ? partsOf(source) : undefined;
  const search = new PatternSearch(source);
  return Object.freeze({ source, regex, search, finder, hasValueGroup, parts, crossesNewline });
}
