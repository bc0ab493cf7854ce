import { Buffer } from 'node:buffer';
import type { ResolvedAction } from '../compile/actions.js';
import { programOf, type DetectorProgram, type Program, type Ruleset } from '../compile/ruleset.js';
import { FastFrameScanner } from '../scan/frame-scan.js';
import { DeclaredScanner } from '../scan/declared-scanner.js';
import {
  actions,
  type Action,
  type Category,
  type FrameBytes,
  type FrameResult,
  type RedactContext,
} from '../types.js';
import { redactFrameWith } from './redact.js';

/** What a schema, or a policy about a schema, declares about a field that holds sensitive data. */
export interface DeclaredSensitivity {
  readonly category?: Category | undefined;
  /** What the schema's author asks for. The policy's action for the category stands where it is stricter. */
  readonly action?: Action | undefined;
  /** Id of the detector whose label and action the field gets instead. */
  readonly detector?: string | undefined;
}

/** A part of a frame that something is declared about. Offsets count bytes of the frame. */
export interface DeclaredSpan {
  readonly start: number;
  readonly end: number;
  /** `safe`: not scanned. Otherwise every value in it is acted on, whatever it is. */
  readonly is: DeclaredSensitivity | 'safe';
  /** The key of a map, and not a value. */
  readonly isKey: boolean;
}

/** Categories nobody named are reported as this one; their label says only that they are sensitive. */
const unnamed: Category = 'pii';
const leastKeyBytes = 16;

/**
 * Redacts a JSON frame as `redactFrame` does, and acts on what is declared about its parts: `spans`, ascending by their
 * start, outer ones before inner ones. Sensitive wins over safe where both hold. Throws as `redactFrame` does.
 */
export function redactDeclaredFrame(
  ruleset: Ruleset,
  input: FrameBytes,
  context: RedactContext,
  spans: readonly DeclaredSpan[],
): FrameResult {
  const program = programOf(ruleset);
  const declared = new DeclaredDetectors(program, context);
  const acting = spans.map(({ is }) => (is === 'safe' ? undefined : declared.detectorFor(is)));
  return redactFrameWith(declared.program, input, context, (ends) => {
    const inner = new FastFrameScanner(program, input, ends);
    return new DeclaredScanner(inner, spans, acting);
  });
}

/** Detectors that look for nothing: they stand for what is declared. */
class DeclaredDetectors {
  readonly #base: Program;
  readonly #context: RedactContext;
  readonly #made = new Map<string, DetectorProgram>();

  constructor(base: Program, context: RedactContext) {
    this.#base = base;
    this.#context = context;
  }

  /** The program with the detectors made so far, so that they are counted like any other. */
  get program(): Program {
    return { ...this.#base, detectors: [...this.#base.detectors, ...this.#made.values()] };
  }

  detectorFor({ category, action, detector: id }: DeclaredSensitivity): DetectorProgram {
    const named = this.#base.detectors.find(({ detector }) => detector.id === id);
    if (named !== undefined) return named;
    const resolved = this.#resolve(category, action);
    const key = `${category ?? ''}/${resolved.action}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const index = this.#base.detectors.length + this.#made.size;
    const made = createDetector(index, category, resolved, this.#base);
    this.#made.set(key, made);
    return made;
  }

  /** The stricter of what is asked for and what the policy does to the category. */
  #resolve(category: Category | undefined, asked: Action | undefined): ResolvedAction {
    const ruled = category === undefined ? undefined : this.#base.actions.get(category);
    const isStricter =
      ruled !== undefined && (asked === undefined || actions.indexOf(ruled.action) <= actions.indexOf(asked));
    const chosen = isStricter ? ruled : { action: asked ?? 'mask', keepLast: 4, generalizeAs: undefined };
    const isKeyed = this.#context.pseudonymKey.length >= leastKeyBytes;
    return chosen.action === 'pseudonymize' && !isKeyed ? { ...chosen, action: 'mask' } : chosen;
  }
}

function createDetector(
  index: number,
  category: Category | undefined,
  action: ResolvedAction,
  { detectors }: Program,
): DetectorProgram {
  const label = category === undefined ? 'SENSITIVE' : category.toUpperCase();
  // A ruleset has at least one detector, and all have the same shapes.
  const { tokens } = detectors[0] as DetectorProgram;
  const none = Object.freeze([]);
  return Object.freeze({
    index,
    detector: Object.freeze({
      id: category === undefined ? 'declared' : `declared-${category}`,
      title: 'Declared by its schema',
      category: category ?? unnamed,
      severity: 'high',
      confidence: 1,
      threshold: 0,
      label,
      ...action,
      pack: '',
      file: '',
      line: 0,
      patterns: none,
      keys: none,
      weakKeys: none,
      textValue: 'word',
      scalarsOnly: false,
      raise: none,
      lower: none,
      validators: none,
      keywords: none,
      examples: none,
    }),
    mask: Buffer.from(`[${label}]`),
    patterns: none,
    keywords: undefined,
    validators: none,
    confidence: 1,
    context: undefined,
    allow: none,
    tokens: Object.freeze({ ...tokens, labels: new Set([...tokens.labels, label]) }),
  });
}
