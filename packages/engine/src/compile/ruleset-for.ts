import { fingerprintOf } from './fingerprint.js';
import type { Globs } from './globs.js';
import type { Action } from '../types.js';
import { createRuleset, type Program, type Ruleset } from './ruleset.js';
import type { Settings } from './settings.js';

/** Where records come from; a name that is not known is empty. */
export interface RecordOrigin {
  readonly service: string;
  readonly environment: string;
  /** Id of the records' schema. */
  readonly schema: string;
}

/** An override of a policy, compiled. */
export interface OverrideProgram {
  readonly services: Globs | undefined;
  readonly environments: Globs | undefined;
  readonly schemas: Globs | undefined;
  readonly layOver: (settings: Settings) => Settings;
}

/** Origins whose ruleset is kept; services make up their schema ids, so there may be any number. */
const keptOrigins = 4096;

function appliesTo(override: OverrideProgram, { service, environment, schema }: RecordOrigin): boolean {
  return (
    override.services?.matches(service) !== false &&
    override.environments?.matches(environment) !== false &&
    override.schemas?.matches(schema) !== false
  );
}

/** What a ruleset's overrides start from. */
export interface VariantSources {
  readonly base: Settings;
  readonly overrides: readonly OverrideProgram[];
  readonly build: (settings: Settings) => Program;
  /** Actions that some variant may carry out. */
  readonly actions: ReadonlySet<Action>;
}

/** The rulesets that a policy's overrides make, each built when it is first asked for. */
class Variants {
  readonly actions: ReadonlySet<Action>;
  readonly #base: Settings;
  readonly #overrides: readonly OverrideProgram[];
  readonly #build: (settings: Settings) => Program;
  /** By the overrides that apply, a bit for each. */
  readonly #built: Map<number, Ruleset>;
  readonly #byOrigin = new Map<string, Ruleset>();
  readonly #policy: string | undefined;

  constructor(ruleset: Ruleset, { base, overrides, build, actions }: VariantSources) {
    this.actions = actions;
    this.#policy = ruleset.policy;
    this.#base = base;
    this.#overrides = overrides;
    this.#build = build;
    this.#built = new Map([[0, ruleset]]);
  }

  for(origin: RecordOrigin): Ruleset {
    const key = `${origin.service}\0${origin.environment}\0${origin.schema}`;
    const known = this.#byOrigin.get(key);
    if (known !== undefined) return known;
    let mask = 0;
    this.#overrides.forEach((override, index) => {
      if (appliesTo(override, origin)) mask |= 1 << index;
    });
    const ruleset = this.#built.get(mask) ?? this.#buildFor(mask);
    if (this.#byOrigin.size >= keptOrigins) this.#byOrigin.clear();
    this.#byOrigin.set(key, ruleset);
    return ruleset;
  }

  all(): Ruleset[] {
    return [0, ...this.#overrides.map((_, index) => 1 << index)].map(
      (mask) => this.#built.get(mask) ?? this.#buildFor(mask),
    );
  }

  #buildFor(mask: number): Ruleset {
    const settings = this.#overrides.reduce(
      (laid, override, index) => ((mask & (1 << index)) === 0 ? laid : override.layOver(laid)),
      this.#base,
    );
    const program = this.#build(settings);
    const ruleset = createRuleset(fingerprintOf(program), this.#policy, program);
    this.#built.set(mask, ruleset);
    return ruleset;
  }
}

const variants = new WeakMap<Ruleset, Variants>();

export function setVariants(ruleset: Ruleset, sources: VariantSources): void {
  if (sources.overrides.length > 0) variants.set(ruleset, new Variants(ruleset, sources));
}

/**
 * The ruleset for records of one origin: the policy with the overrides that fit it. The same object for the same
 * overrides, with a fingerprint of its own; the ruleset itself if none fits.
 */
export function rulesetFor(ruleset: Ruleset, origin: RecordOrigin): Ruleset {
  return variants.get(ruleset)?.for(origin) ?? ruleset;
}

/** The ruleset itself, and what each of its policy's overrides makes of it alone. */
export function rulesetVariants(ruleset: Ruleset): readonly Ruleset[] {
  return variants.get(ruleset)?.all() ?? [ruleset];
}

/** Whether the ruleset, or one that its overrides make, may carry out an action: what it needs must be at hand. */
export function mayUse(ruleset: Ruleset, action: Action): boolean {
  const own = variants.get(ruleset);
  if (own !== undefined) return own.actions.has(action);
  return ruleset.detectors.some((detector) => detector.action === action);
}
