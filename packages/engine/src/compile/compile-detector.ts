import { Buffer } from 'node:buffer';
import { sniffFormat } from '../formats/sniff.js';
import type { ValidatorRegistry } from '../validate/index.js';
import { resolveAction } from './actions.js';
import { compilePattern, type CompiledPattern } from './compile-pattern.js';
import { splitKey } from './key-table.js';
import { Keywords } from './keywords.js';
import type { DetectorSource, ExampleSource } from './pack-schema.js';
import type { RuleProblem } from './problems.js';
import type { YamlPlaces } from './read-yaml.js';
import type {
  CompiledDetector,
  CompiledExample,
  DetectorContext,
  DetectorProgram,
  TokenShapes,
} from './ruleset.js';
import { defaultThreshold, type Settings } from './settings.js';

/** Confidence of a finding by a weak key, before its context is considered. */
const weakConfidence = 0.4;

const noTokens: TokenShapes = Object.freeze({
  labels: new Set<string>(),
  leastKept: 0,
  mostKept: 0,
  hasNetworks: false,
});

/** Where a detector comes from. */
export interface DetectorOrigin {
  readonly pack: string;
  readonly places: YamlPlaces;
  /** Its place in the pack's list. */
  readonly at: number;
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
  if (!hasPattern && source.keys === undefined && source.weakKeys === undefined)
    reporter.report([], 'it has neither a pattern nor keys');
  if (!hasPattern && source.keywords !== undefined)
    reporter.report(['keywords'], 'they have no effect without a pattern');
  if (!hasPattern && source.validate !== undefined)
    reporter.report(['validate'], 'it has no effect without a pattern');
  for (const part of ['keys', 'weakKeys'] as const) {
    source[part]?.forEach((key, index) => {
      if (splitKey(key).includes(''))
        reporter.report([part, index], 'a name of only _ and - matches nothing');
    });
  }
  const strong = new Set(source.keys?.map((key) => splitKey(key).join('.')));
  source.weakKeys?.forEach((key, index) => {
    if (strong.has(splitKey(key).join('.')))
      reporter.report(['weakKeys', index], `${key} is also one of \`keys\``);
  });
}

function compileContext({ context }: DetectorSource): DetectorContext | undefined {
  if (context === undefined) return undefined;
  const { raise = [], lower = [], within } = context;
  return Object.freeze({
    raise: new Keywords(raise, within),
    lower: new Keywords(lower, within),
    any: new Keywords([...raise, ...lower], within),
    within,
  });
}

/**
 * Compiles one detector as its pack has it; `applySettings` makes it one of a ruleset. Adds what is wrong with it to
 * `problems`; the result is of use only if nothing is.
 */
export function compileDetector(
  source: DetectorSource,
  origin: DetectorOrigin,
  registry: ValidatorRegistry,
  problems: RuleProblem[],
): DetectorProgram {
  const reporter = new Reporter(source, origin, problems);
  checkParts(source, reporter);
  const patterns = compilePatterns(source, reporter);
  const keywords =
    source.keywords === undefined ? undefined : new Keywords(source.keywords.near, source.keywords.within);
  const context = compileContext(source);
  const { id, title, category, severity, confidence, examples } = source;
  const validate = [...new Set(source.validate)].sort();
  const detector: CompiledDetector = Object.freeze({
    id,
    title,
    category,
    severity,
    confidence,
    threshold: defaultThreshold,
    label: labelOf(source),
    ...resolveAction(source.action),
    pack: origin.pack,
    file: origin.places.file,
    line: origin.places.lineOf(['detectors', origin.at]),
    patterns: Object.freeze(patterns.map((pattern) => pattern.source)),
    keys: Object.freeze([...(source.keys ?? [])]),
    weakKeys: Object.freeze([...(source.weakKeys ?? [])]),
    textValue: source.textValue,
    scalarsOnly: source.scalarsOnly,
    raise: Object.freeze([...(context?.raise.words ?? [])]),
    lower: Object.freeze([...(context?.lower.words ?? [])]),
    validators: Object.freeze(validate),
    keywords: Object.freeze([...(keywords?.words ?? [])]),
    examples: Object.freeze([
      ...examples.match.map((example) => compileExample('match', example)),
      ...examples.ignore.map((example) => compileExample('ignore', example)),
    ]),
  });
  return Object.freeze({
    index: 0,
    detector,
    mask: Buffer.from(`[${detector.label}]`),
    patterns,
    keywords,
    validators: validate.map((name) => registry[name]),
    confidence,
    context,
    allow: Object.freeze([]),
    tokens: noTokens,
  });
}

/** The detector as a policy wants it. Patterns are shared: each is compiled once. */
export function applySettings(program: DetectorProgram, settings: Settings): DetectorProgram {
  const { id, category } = program.detector;
  const { actions, thresholds } = settings;
  const threshold = thresholds.get(id) ?? thresholds.get(category) ?? thresholds.get('default');
  const detector = Object.freeze({
    ...program.detector,
    ...(actions.get(id) ?? actions.get(category)),
    threshold: threshold ?? defaultThreshold,
  });
  const allow = Object.freeze(settings.allow.filter((rule) => rule.concerns(detector)));
  return Object.freeze({ ...program, detector, allow });
}

/** The detector as weak keys find it: the same in all but the confidence. */
export function weakTwinOf(program: DetectorProgram): DetectorProgram {
  return Object.freeze({ ...program, confidence: Math.min(weakConfidence, program.confidence) });
}
