import { Buffer } from 'node:buffer';
import { sniffFormat } from '../formats/sniff.js';
import type { Action } from '../types.js';
import type { ValidatorRegistry } from '../validate/index.js';
import { compilePattern, type CompiledPattern } from './compile-pattern.js';
import { splitKey } from './key-table.js';
import { Keywords } from './keywords.js';
import type { ActionSource, DetectorSource, ExampleSource } from './pack-schema.js';
import type { RuleProblem } from './problems.js';
import type { YamlPlaces } from './read-yaml.js';
import type { CompiledDetector, CompiledExample, DetectorProgram } from './ruleset.js';

const defaultKeepLast = 4;

/** An action as it is carried out. `keepLast` means nothing but for `partial`. */
export interface ResolvedAction {
  readonly action: Action;
  readonly keepLast: number;
}

export function resolveAction(source: ActionSource): ResolvedAction {
  if (typeof source === 'string') return { action: source, keepLast: defaultKeepLast };
  return { action: source.type, keepLast: source.keepLast };
}

/** Where a detector comes from, and what its policy says of it. */
export interface DetectorOrigin {
  readonly pack: string;
  readonly places: YamlPlaces;
  /** Its place in the pack's list. */
  readonly at: number;
  readonly overrides: ReadonlyMap<string, ResolvedAction>;
}

function isJsonObject(text: string): boolean {
  if (sniffFormat(Buffer.from(text)) !== 'json') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function compileExample(expected: CompiledExample['expected'], source: ExampleSource): CompiledExample {
  if (typeof source !== 'string') return Object.freeze({ expected, ...source });
  return Object.freeze({ expected, text: source, format: isJsonObject(source) ? 'json' : 'text' });
}

function labelOf({ label, id }: DetectorSource): string {
  return label ?? id.toUpperCase().replaceAll('-', '_');
}

function actionOf(source: DetectorSource, overrides: DetectorOrigin['overrides']): ResolvedAction {
  return overrides.get(source.id) ?? overrides.get(source.category) ?? resolveAction(source.action);
}

/** Reports problems of one detector, each at its line. */
class Reporter {
  readonly #source: DetectorSource;
  readonly #origin: DetectorOrigin;
  readonly #problems: RuleProblem[];

  constructor(source: DetectorSource, origin: DetectorOrigin, problems: RuleProblem[]) {
    this.#source = source;
    this.#origin = origin;
    this.#problems = problems;
  }

  report(path: readonly (string | number)[], message: string): void {
    const { places, at } = this.#origin;
    const [key = 'id', index] = path;
    const name = index === undefined ? key : `${String(key)}[${String(index)}]`;
    this.#problems.push({
      file: places.file,
      line: places.lineOf(['detectors', at, ...path]),
      detector: this.#source.id,
      message: `${String(name)}: ${message}.`,
    });
  }
}

function compilePatterns(source: DetectorSource, reporter: Reporter): CompiledPattern[] {
  if (source.pattern !== undefined && source.patterns !== undefined) {
    reporter.report(['patterns'], 'cannot stand beside `pattern`; put all patterns here');
  }
  const compiled: CompiledPattern[] = [];
  const sources = source.patterns ?? (source.pattern === undefined ? [] : [source.pattern]);
  sources.forEach((text, index) => {
    const pattern = compilePattern(text);
    if (typeof pattern !== 'string') compiled.push(pattern);
    else reporter.report(source.patterns === undefined ? ['pattern'] : ['patterns', index], pattern);
  });
  return compiled;
}

function checkParts(source: DetectorSource, reporter: Reporter): void {
  const hasPattern = source.pattern !== undefined || source.patterns !== undefined;
  if (!hasPattern && source.keys === undefined) reporter.report([], 'it has neither a pattern nor keys');
  if (!hasPattern && source.keywords !== undefined)
    reporter.report(['keywords'], 'they have no effect without a pattern');
  if (!hasPattern && source.validate !== undefined)
    reporter.report(['validate'], 'it has no effect without a pattern');
  source.keys?.forEach((key, index) => {
    if (splitKey(key).includes(''))
      reporter.report(['keys', index], 'a name of only _ and - matches nothing');
  });
}

/** Compiles one detector. Adds what is wrong with it to `problems`; the result is of use only if nothing is. */
export function compileDetector(
  source: DetectorSource,
  origin: DetectorOrigin,
  index: number,
  registry: ValidatorRegistry,
  problems: RuleProblem[],
): DetectorProgram {
  const reporter = new Reporter(source, origin, problems);
  checkParts(source, reporter);
  const patterns = compilePatterns(source, reporter);
  const keywords =
    source.keywords === undefined ? undefined : new Keywords(source.keywords.near, source.keywords.within);
  const { id, title, category, severity, confidence, examples } = source;
  const validate = [...new Set(source.validate)].sort();
  const detector: CompiledDetector = Object.freeze({
    id,
    title,
    category,
    severity,
    confidence,
    label: labelOf(source),
    ...actionOf(source, origin.overrides),
    pack: origin.pack,
    file: origin.places.file,
    line: origin.places.lineOf(['detectors', origin.at]),
    patterns: Object.freeze(patterns.map((pattern) => pattern.source)),
    keys: Object.freeze([...(source.keys ?? [])]),
    validators: Object.freeze(validate),
    keywords: Object.freeze([...(keywords?.words ?? [])]),
    examples: Object.freeze([
      ...examples.match.map((example) => compileExample('match', example)),
      ...examples.ignore.map((example) => compileExample('ignore', example)),
    ]),
  });
  const mask = Buffer.from(`[${detector.label}]`);
  return Object.freeze({
    index,
    detector,
    mask,
    patterns,
    keywords,
    validators: validate.map((name) => registry[name]),
  });
}
