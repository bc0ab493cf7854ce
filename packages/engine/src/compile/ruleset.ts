import type { Action, Category, EngineFormat, Severity } from '../types.js';
import type { Validator } from '../validate/index.js';
import type { CompiledPattern } from './compile-pattern.js';
import type { KeyTable } from './key-table.js';
import type { Keywords } from './keywords.js';
import type { MaskedNumber } from './policy-schema.js';

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
  readonly label: string;
  readonly action: Action;
  /** For the action `partial`: letters and digits left readable at the end. */
  readonly keepLast: number;
  readonly pack: string;
  /** Where it is written; `line` counts from 1. */
  readonly file: string;
  readonly line: number;
  readonly patterns: readonly string[];
  readonly keys: readonly string[];
  readonly validators: readonly string[];
  readonly keywords: readonly string[];
  readonly examples: readonly CompiledExample[];
}

/** The working parts of a detector. */
export interface DetectorProgram {
  /** Its place in the ruleset; settles ties. */
  readonly index: number;
  readonly detector: CompiledDetector;
  /** What `mask` writes. */
  readonly mask: Buffer;
  readonly patterns: readonly CompiledPattern[];
  readonly keywords: Keywords | undefined;
  readonly validators: readonly Validator[];
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
  readonly patterns: readonly PatternProgram[];
  readonly keys: KeyTable<DetectorProgram>;
  readonly maskedNumber: MaskedNumber;
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
