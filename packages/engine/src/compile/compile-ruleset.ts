import type { Action, SourceText } from '../types.js';
import { validators, type ValidatorRegistry } from '../validate/index.js';
import { resolveAction } from './actions.js';
import { AllowRule } from './allow-rules.js';
import { allowListSchema, type AllowEntrySource, type AllowListSource } from './allow-schema.js';
import { buildProgram, type CompiledPack, type PolicyConstants } from './build-program.js';
import { checkAllowList, checkPolicy, toKey } from './check-policy.js';
import { leavesNoDetector } from './check-variants.js';
import { compileDetector } from './compile-detector.js';
import { combineFingerprints, fingerprintOf } from './fingerprint.js';
import { Globs } from './globs.js';
import { packSchema, type PackSource } from './pack-schema.js';
import { policySchema, type OverrideSource, type PolicySource } from './policy-schema.js';
import { RulesError, type RuleProblem } from './problems.js';
import { readYaml, type ParsedSource } from './read-yaml.js';
import { setVariants, type OverrideProgram } from './ruleset-for.js';
import { createRuleset, type Program, type Ruleset } from './ruleset.js';
import { layOver, plainSettings, type Settings } from './settings.js';

export interface RulesetSources {
  readonly packs: readonly SourceText[];
  /** Without a policy all packs apply as they are. */
  readonly policy?: SourceText;
  /** Files of allow lists, for the policy to name; the others must be right too. */
  readonly allowLists?: readonly SourceText[];
}

type Pack = ParsedSource<PackSource>;
type Policy = ParsedSource<PolicySource>;
type List = ParsedSource<AllowListSource>;
type Path = readonly (string | number)[];

/** Names must be unique over all files, those a policy leaves out included. */
function checkUniqueNames(
  sources: readonly { readonly name: string; readonly key: string; readonly from: ParsedSource<unknown> }[],
  problems: RuleProblem[],
): void {
  const seen = new Map<string, string>();
  for (const { name, key, from } of sources) {
    const { file } = from.places;
    const other = seen.get(name);
    if (other === undefined) seen.set(name, file);
    else {
      const line = from.places.lineOf([key]);
      problems.push({ file, line, message: `${key}: ${name} is also the name of ${other}.` });
    }
  }
}

function checkUniqueIds(packs: readonly Pack[], problems: RuleProblem[]): void {
  const seen = new Map<string, string>();
  for (const { value, places } of packs) {
    const { file } = places;
    value.detectors.forEach(({ id }, at) => {
      const line = places.lineOf(['detectors', at, 'id']);
      const place = seen.get(id);
      if (place === undefined) seen.set(id, `${file}:${String(line)}`);
      else problems.push({ file, line, detector: id, message: `id: ${id} is already used at ${place}.` });
    });
  }
}

/** Compiles the packs that the policy may use: all that it lists, those of its overrides, those of enabled detectors. */
function compilePacks(
  packs: readonly Pack[],
  policy: Policy | undefined,
  registry: ValidatorRegistry,
  problems: RuleProblem[],
): CompiledPack[] {
  const overrides = policy?.value.overrides ?? [];
  const names = new Set([...(policy?.value.packs ?? []), ...overrides.flatMap((own) => own.packs ?? [])]);
  const enabled = new Set(overrides.flatMap(({ enable }) => enable ?? []));
  const isUsed = ({ value }: Pack): boolean =>
    policy === undefined || names.has(value.pack) || value.detectors.some(({ id }) => enabled.has(id));
  return packs.filter(isUsed).map(({ value, places }) => ({
    name: value.pack,
    detectors: value.detectors.map((source, at) =>
      compileDetector(source, { pack: value.pack, places, at }, registry, problems),
    ),
  }));
}

function compileEntries(
  entries: readonly AllowEntrySource[],
  from: ParsedSource<unknown>,
  path: Path,
  list: string | undefined,
  problems: RuleProblem[],
): AllowRule[] {
  const { file } = from.places;
  return entries.map(
    (entry, at) =>
      new AllowRule(entry, { list, file, line: from.places.lineOf([...path, at]) }, (below, message) => {
        const place = [...path, at, ...below];
        problems.push({ file, line: from.places.lineOf(place), message: `${toKey(place)}: ${message}.` });
      }),
  );
}

/** The allow rules of the policy itself and of the lists that it names. */
function compileAllow(policy: Policy, lists: readonly List[], problems: RuleProblem[]): AllowRule[] {
  const { places, value } = policy;
  const named = (value.allowLists ?? []).flatMap((name, index) => {
    const list = lists.find((one) => one.value.allowList === name);
    if (list !== undefined) return compileEntries(list.value.entries, list, ['entries'], name, problems);
    const line = places.lineOf(['allowLists', index]);
    problems.push({ file: places.file, line, message: `allowLists: there is no allow list ${name}.` });
    return [];
  });
  return [...compileEntries(value.allow ?? [], policy, ['allow'], undefined, problems), ...named];
}

function compileOverride(
  source: OverrideSource,
  index: number,
  policy: Policy,
  problems: RuleProblem[],
): OverrideProgram {
  const globs = (names: readonly string[] | undefined): Globs | undefined =>
    names === undefined ? undefined : new Globs(names);
  const path = ['overrides', index, 'allow'];
  const allow = compileEntries(source.allow ?? [], policy, path, undefined, problems);
  return Object.freeze({
    services: globs(source.services),
    environments: globs(source.environments),
    schemas: globs(source.schemas),
    layOver: (settings: Settings) => layOver(settings, source, allow),
  });
}

interface Sources {
  readonly packs: readonly Pack[];
  readonly policy: Policy | undefined;
  readonly lists: readonly List[];
}

function readSources(sources: RulesetSources, problems: RuleProblem[]): Sources {
  const packs = sources.packs.flatMap((source) => readYaml(source, packSchema, problems) ?? []);
  const policy = sources.policy === undefined ? undefined : readYaml(sources.policy, policySchema, problems);
  const lists = (sources.allowLists ?? []).flatMap(
    (source) => readYaml(source, allowListSchema, problems) ?? [],
  );
  checkUniqueNames(
    packs.map((from) => ({ name: from.value.pack, key: 'pack', from })),
    problems,
  );
  checkUniqueNames(
    lists.map((from) => ({ name: from.value.allowList, key: 'allowList', from })),
    problems,
  );
  checkUniqueIds(packs, problems);
  // Names are held against the packs only if all of them could be read.
  if (packs.length === sources.packs.length) {
    if (policy !== undefined) checkPolicy(policy, packs, problems);
    for (const list of lists) checkAllowList(list, packs, problems);
  }
  return { packs, policy, lists };
}

/** Every action that detectors come with, or that the policy names anywhere. */
function actionsIn(
  packs: readonly CompiledPack[],
  base: Settings,
  overrides: readonly OverrideSource[],
): Set<Action> {
  const own = packs.flatMap(({ detectors }) => detectors.map(({ detector }) => detector.action));
  const named = overrides.flatMap(({ actions = {} }) => Object.values(actions).map(resolveAction));
  return new Set([...own, ...[...base.actions.values(), ...named].map(({ action }) => action)]);
}

/** Reasons are for people: they change no output. */
function canonicalOverride(override: OverrideSource): unknown[] {
  return [JSON.stringify(override, (key, value: unknown) => (key === 'reason' ? undefined : value))];
}

/** `compileRuleset` with other validators; tests make them fail. */
export function compileRulesetWith(sources: RulesetSources, registry: ValidatorRegistry): Ruleset {
  const problems: RuleProblem[] = [];
  const { packs, policy, lists } = readSources(sources, problems);
  const compiled = compilePacks(packs, policy, registry, problems);
  const allow = policy === undefined ? [] : compileAllow(policy, lists, problems);
  const overrides = policy?.value.overrides ?? [];
  const programs =
    policy === undefined ? [] : overrides.map((own, index) => compileOverride(own, index, policy, problems));
  const base = policy === undefined ? plainSettings : layOver(plainSettings, policy.value, allow);
  if (problems.length === 0 && leavesNoDetector(base, programs, compiled)) {
    const file = policy?.places.file ?? 'rules';
    const where = programs.length === 0 ? '' : ', or none where overrides meet';
    problems.push({ file, line: 1, message: `no detector is left${where}: everything would pass.` });
  }
  if (problems.length > 0) throw new RulesError(problems);

  const constants: PolicyConstants = {
    maskedNumber: policy?.value.maskedNumber ?? 'null',
    fields: Object.freeze([...(policy?.value.fields ?? [])]),
  };
  const build = (settings: Settings): Program => buildProgram(compiled, settings, constants);
  const program = build(base);
  const fingerprint = combineFingerprints(fingerprintOf(program), overrides.map(canonicalOverride));
  const ruleset = createRuleset(fingerprint, policy?.value.policy, program);
  setVariants(ruleset, { base, overrides: programs, build, actions: actionsIn(compiled, base, overrides) });
  return ruleset;
}

/**
 * Checks and compiles packs, a policy and its allow lists. Throws a {@link RulesError} (SJ_RULES_INVALID) with all that
 * is wrong in all files; nothing is compiled by half.
 */
export function compileRuleset(sources: RulesetSources): Ruleset {
  return compileRulesetWith(sources, validators);
}
