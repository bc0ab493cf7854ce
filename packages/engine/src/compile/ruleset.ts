import type { Action, Category, EngineFormat, Generalization, Severity } from '../types.js';
import type { Validator } from '../validate/index.js';
import type { ResolvedAction } from './actions.js';
import type { AllowRule } from './allow-rules.js';
import type { CompiledPattern } from './compile-pattern.js';
import type { KeyTable } from './key-table.js';
import type { Keywords } from './keywords.js';
import type { FieldSource, MaskedNumber, UnknownFieldRule } from './policy-schema.js';

/** A record of a detector's `examples`, and how it is read. */
export interface CompiledExample {
  readonly expected: 'match' | 'ignore';
  readonly text: string;
  readonly format: EngineFormat;
}

/** A detector with its policy applied. */
export interface CompiledDetector {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  /** Confidence from which a finding counts, by the policy. */
  readonly threshold: number;
  readonly label: string;
  readonly action: Action;
  /** For the action `partial`: letters and digits left readable at the end. */
  readonly keepLast: number;
  /** For the action `generalize`: what is left of a value. */
  readonly generalizeAs: Generalization | undefined;
  readonly pack: string;
  /** Where it is written; `line` counts from 1. */
  readonly file: string;
  readonly line: number;
  readonly patterns: readonly string[];
  readonly keys: readonly string[];
  readonly weakKeys: readonly string[];
  /** How far the value of a key without quotes goes in text. */
  readonly textValue: 'word' | 'phrase';
  /** Keys do not act on what lies in an object. */
  readonly scalarsOnly: boolean;
  /** Words that make a finding likelier, or less likely. */
  readonly raise: readonly string[];
  readonly lower: readonly string[];
  readonly validators: readonly string[];
  readonly keywords: readonly string[];
  readonly examples: readonly CompiledExample[];
}

/** The words near a finding that change how sure it is. */
export interface DetectorContext {
  readonly raise: Keywords;
  readonly lower: Keywords;
  /** All of them: mostly none stands there, and one look tells. */
  readonly any: Keywords;
  /** Bytes before or behind the finding in the raw record. */
  readonly within: number;
}

/** The replacements that a ruleset writes, as far as the next pass must know them again. */
export interface TokenShapes {
  /** Labels of its detectors, as in `[LABEL]`. */
  readonly labels: ReadonlySet<string>;
  /** Letters and digits that `partial` leaves readable, from the least to the most of its detectors; 0 if there are none. */
  readonly leastKept: number;
  readonly mostKept: number;
  readonly hasNetworks: boolean;
}

/** The working parts of a detector. Found by a weak key, it is represented by a twin of a lower `confidence`. */
export interface DetectorProgram {
  /** Its place in the ruleset; settles ties. */
  readonly index: number;
  readonly detector: CompiledDetector;
  /** What `mask` writes. */
  readonly mask: Buffer;
  readonly patterns: readonly CompiledPattern[];
  readonly keywords: Keywords | undefined;
  readonly validators: readonly Validator[];
  /** Before the context is considered. */
  readonly confidence: number;
  readonly context: DetectorContext | undefined;
  /** The policy's allow rules that concern it. */
  readonly allow: readonly AllowRule[];
  /** What its whole ruleset writes: the same object in all its detectors. */
  readonly tokens: TokenShapes;
}

/** One pattern of one detector; `index` is its place among all patterns of the ruleset. */
export interface PatternProgram {
  readonly index: number;
  readonly pattern: CompiledPattern;
  readonly detector: DetectorProgram;
}

/** What the scans run. Not part of the package's interface. */
export interface Program {
  readonly detectors: readonly DetectorProgram[];
  /** Hides what a cut line ends in; its index is behind all others. */
  readonly cut: DetectorProgram;
  readonly patterns: readonly PatternProgram[];
  readonly keys: KeyTable<DetectorProgram>;
  readonly maskedNumber: MaskedNumber;
  readonly unknownFields: UnknownFieldRule;
  readonly fields: readonly FieldSource[];
  /** The policy's actions, by detector id or category. */
  readonly actions: ReadonlyMap<string, ResolvedAction>;
}

/** Packs and a policy, checked and compiled. Frozen; share it freely within one thread. */
export interface Ruleset {
  /** SHA-256, in hex, of everything that decides what comes out: equal fingerprints, equal output. */
  readonly fingerprint: string;
  /** Name of the policy; undefined if all packs apply as they are. */
  readonly policy: string | undefined;
  readonly detectors: readonly CompiledDetector[];
}

const programs = new WeakMap<Ruleset, Program>();

export function createRuleset(fingerprint: string, policy: string | undefined, program: Program): Ruleset {
  const ruleset = Object.freeze({
    fingerprint,
    policy,
    detectors: Object.freeze(program.detectors.map(({ detector }) => detector)),
  });
  programs.set(ruleset, program);
  return ruleset;
}

/** The working parts of a ruleset. Throws a TypeError for an object that `compileRuleset` did not make. */
export function programOf(ruleset: Ruleset): Program {
  const program = programs.get(ruleset);
  if (program === undefined) throw new TypeError('Not a ruleset made by compileRuleset.');
  return program;
}
