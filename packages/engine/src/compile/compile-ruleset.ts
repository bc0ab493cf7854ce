import { categories, type SourceText } from '../types.js';
import { validators, type ValidatorRegistry } from '../validate/index.js';
import { compileDetector, resolveAction, type ResolvedAction } from './compile-detector.js';
import { fingerprintOf } from './fingerprint.js';
import { KeyTable } from './key-table.js';
import { packSchema, type PackSource } from './pack-schema.js';
import { policySchema, type MaskedNumber, type PolicySource } from './policy-schema.js';
import { RulesError, type RuleProblem } from './problems.js';
import { readYaml, type ParsedSource } from './read-yaml.js';
import { createRuleset, type DetectorProgram, type Program, type Ruleset } from './ruleset.js';

export interface RulesetSources {
  readonly packs: readonly SourceText[];
  /** Without a policy all packs apply as they are. */
  readonly policy?: SourceText;
}

type Pack = ParsedSource<PackSource>;
type Policy = ParsedSource<PolicySource>;

/** Names of packs and ids of detectors must be unique over all files, those a policy leaves out included. */
function checkUnique(packs: readonly Pack[], problems: RuleProblem[]): void {
  const seenPacks = new Map<string, string>();
  const seen = new Map<string, string>();
  for (const { value, places } of packs) {
    const { file } = places;
    const other = seenPacks.get(value.pack);
    if (other === undefined) seenPacks.set(value.pack, file);
    else
      problems.push({
        file,
        line: places.lineOf(['pack']),
        message: `pack: ${value.pack} is also the name of ${other}.`,
      });
    value.detectors.forEach(({ id }, at) => {
      const line = places.lineOf(['detectors', at, 'id']);
      const place = seen.get(id);
      if (place === undefined) seen.set(id, `${file}:${String(line)}`);
      else problems.push({ file, line, detector: id, message: `id: ${id} is already used at ${place}.` });
    });
  }
}

function checkPolicy({ value, places }: Policy, packs: readonly Pack[], problems: RuleProblem[]): void {
  const names = new Set(packs.map((pack) => pack.value.pack));
  const ids = new Set(packs.flatMap((pack) => pack.value.detectors.map(({ id }) => id)));
  const report = (path: (string | number)[], message: string): void => {
    problems.push({ file: places.file, line: places.lineOf(path), message });
  };
  value.packs.forEach((name, index) => {
    if (!names.has(name)) report(['packs', index], `packs: there is no pack ${name}.`);
    else if (value.packs.indexOf(name) !== index)
      report(['packs', index], `packs: ${name} stands here twice.`);
  });
  value.disable?.forEach((id, index) => {
    if (!ids.has(id)) report(['disable', index], `disable: there is no detector ${id}.`);
  });
  for (const name of Object.keys(value.actions ?? {})) {
    if (ids.has(name) || categories.some((category) => category === name)) continue;
    const line = places.lineOfKey(['actions'], name);
    problems.push({
      file: places.file,
      line,
      message: `actions: ${name} is neither a detector nor a category.`,
    });
  }
}

/** The packs in the order in which they apply. */
function selectPacks(packs: readonly Pack[], policy: Policy | undefined): readonly Pack[] {
  if (policy === undefined) return packs;
  return policy.value.packs.flatMap((name) => packs.filter((pack) => pack.value.pack === name));
}

function compileAll(
  packs: readonly Pack[],
  policy: Policy | undefined,
  registry: ValidatorRegistry,
  problems: RuleProblem[],
): DetectorProgram[] {
  const disabled = new Set(policy?.value.disable);
  const overrides = new Map<string, ResolvedAction>(
    Object.entries(policy?.value.actions ?? {}).map(([name, action]) => [name, resolveAction(action)]),
  );
  const detectors: DetectorProgram[] = [];
  for (const { value, places } of packs) {
    value.detectors.forEach((source, at) => {
      const origin = { pack: value.pack, places, at, overrides };
      // Compiled even if it is left out, so that its mistakes are found.
      const compiled = compileDetector(source, origin, detectors.length, registry, problems);
      if (!disabled.has(source.id)) detectors.push(compiled);
    });
  }
  return detectors;
}

function buildProgram(detectors: readonly DetectorProgram[], maskedNumber: MaskedNumber): Program {
  const pairs = detectors.flatMap((detector) => detector.patterns.map((pattern) => ({ pattern, detector })));
  const entries = detectors.flatMap((owner) => owner.detector.keys.map((key) => ({ owner, key })));
  return Object.freeze({
    detectors: Object.freeze([...detectors]),
    patterns: Object.freeze(pairs.map((pair, index) => Object.freeze({ index, ...pair }))),
    keys: new KeyTable(entries),
    maskedNumber,
  });
}

/** `compileRuleset` with other validators; tests make them fail. */
export function compileRulesetWith(sources: RulesetSources, registry: ValidatorRegistry): Ruleset {
  const problems: RuleProblem[] = [];
  const packs = sources.packs.flatMap((source) => readYaml(source, packSchema, problems) ?? []);
  const policy = sources.policy === undefined ? undefined : readYaml(sources.policy, policySchema, problems);
  checkUnique(packs, problems);
  // A policy is held against the packs only if all of them could be read.
  if (policy !== undefined && packs.length === sources.packs.length) checkPolicy(policy, packs, problems);
  const detectors = compileAll(selectPacks(packs, policy), policy, registry, problems);
  if (problems.length === 0 && detectors.length === 0) {
    const file = sources.policy?.file ?? 'rules';
    problems.push({ file, line: 1, message: 'no detector is left: everything would pass.' });
  }
  if (problems.length > 0) throw new RulesError(problems);
  const maskedNumber = policy?.value.maskedNumber ?? 'null';
  return createRuleset(
    fingerprintOf(detectors, maskedNumber),
    policy?.value.policy,
    buildProgram(detectors, maskedNumber),
  );
}

/**
 * Checks and compiles packs and a policy. Throws a {@link RulesError} (SJ_RULES_INVALID) with all that is wrong in all
 * files; nothing is compiled by half.
 */
export function compileRuleset(sources: RulesetSources): Ruleset {
  return compileRulesetWith(sources, validators);
}
