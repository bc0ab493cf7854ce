import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { isSafeName } from '@scrubjay/errors';
import type { z } from 'zod';
import type { SourceText } from '../types.js';
import type { RuleProblem } from './problems.js';

/** A rule file is written by hand; anything larger is a mistake or an attack. Characters. */
const maxFileLength = 4_194_304;
/** Resolved aliases in one file, so that a few nested anchors cannot grow into gigabytes. */
const maxAliasCount = 100;

type Path = readonly PropertyKey[];

/** Where in a YAML file things stand. */
export class YamlPlaces {
  readonly file: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  constructor(file: string, document: Document, lines: LineCounter) {
    this.file = file;
    this.#document = document;
    this.#lines = lines;
  }

  /** Line of the value at `path`, or of the nearest thing above it that exists. */
  lineOf(path: Path): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return this.#lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  /** Line of the key `key` in the mapping at `path`. */
  lineOfKey(path: Path, key: string): number {
    const node: unknown = this.#document.getIn(path, true);
    for (const pair of isMap(node) ? node.items : []) {
      if (isScalar(pair.key) && pair.key.value === key && pair.key.range) {
        return this.#lines.linePos(pair.key.range[0]).line;
      }
    }
    return this.lineOf(path);
  }
}

/** An example that was not put in quotes reads as a key: what is no name is not shown. */
function toKey(path: Path): string {
  let key = '';
  for (const part of path) {
    const name = isSafeName(String(part)) ? String(part) : '…';
    if (typeof part === 'number') key += `[${String(part)}]`;
    else key += key === '' ? name : `.${name}`;
  }
  return key;
}

/** Id of the detector that `path` lies in, as far as the file states one that can be one. */
function detectorAt(value: unknown, path: Path): string | undefined {
  if (path[0] !== 'detectors' || typeof path[1] !== 'number') return undefined;
  const detector = (value as { detectors: unknown[] }).detectors[path[1]];
  if (typeof detector !== 'object' || detector === null || !('id' in detector)) return undefined;
  return typeof detector.id === 'string' && isSafeName(detector.id) ? detector.id : undefined;
}

/** A key without a value is a text that was meant to be one: `{jane}`, or `{{ jane }}` of a template. */
function hasValue(value: unknown, path: Path, key: string): boolean {
  const at = [...path, key].reduce<unknown>(
    (node, part) => (node as Readonly<Record<PropertyKey, unknown>> | undefined)?.[part],
    value,
  );
  return at !== null;
}

/** The issue that a person most likely meant: unions report one list per variant. */
function unfold(issue: z.core.$ZodIssue): { issue: z.core.$ZodIssue; path: Path } {
  if (issue.code === 'invalid_union') {
    const nested = issue.errors
      .flat()
      .find((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys');
    if (nested !== undefined) return { issue: nested, path: [...issue.path, ...nested.path] };
  }
  return { issue, path: issue.path };
}

function toProblems(value: unknown, places: YamlPlaces, raw: z.core.$ZodIssue): RuleProblem[] {
  const { issue, path } = unfold(raw);
  const id = detectorAt(value, path);
  const about = { file: places.file, ...(id === undefined ? {} : { detector: id }) };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...about,
      line: places.lineOfKey(path, key),
      message: `${toKey([...path, hasValue(value, path, key) ? key : '…'])}: this key is not known.`,
    }));
  }
  const where = path.length === 0 ? '' : `${toKey(path)}: `;
  return [{ ...about, line: places.lineOf(path), message: `${where}${issue.message}.` }];
}

/** A rule file as checked data, with the places of its parts. */
export interface ParsedSource<T> {
  readonly value: T;
  readonly places: YamlPlaces;
}

/** Reads one YAML file. Adds everything that is wrong with it to `problems`, and returns undefined if something is. */
export function readYaml<T>(
  source: SourceText,
  schema: z.ZodType<T>,
  problems: RuleProblem[],
): ParsedSource<T> | undefined {
  const { file } = source;
  if (source.text.length > maxFileLength) {
    problems.push({ file, line: 1, message: `is longer than ${String(maxFileLength)} characters.` });
    return undefined;
  }
  const lines = new LineCounter();
  const document = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  for (const error of document.errors) {
    // The parser's own message may quote the file, whose examples may be real: only its code and place are told.
    const { line } = lines.linePos(error.pos[0]);
    problems.push({ file, line, message: `is not valid YAML (${error.code}).` });
  }
  if (document.errors.length > 0) return undefined;
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount });
  } catch {
    problems.push({
      file,
      line: 1,
      message: `an alias is not defined, or aliases resolve more than ${String(maxAliasCount)} times.`,
    });
    return undefined;
  }
  const places = new YamlPlaces(file, document, lines);
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, places };
  for (const issue of parsed.error.issues) problems.push(...toProblems(value, places, issue));
  return undefined;
}
