import { categories } from '../types.js';
import type { AllowEntrySource, AllowListSource } from './allow-schema.js';
import type { PackSource } from './pack-schema.js';
import type { OverrideSource, PolicySource } from './policy-schema.js';
import type { RuleProblem } from './problems.js';
import type { ParsedSource } from './read-yaml.js';

type Path = readonly (string | number)[];
type Part = Partial<
  Pick<OverrideSource, 'packs' | 'disable' | 'enable' | 'actions' | 'thresholds' | 'allow'>
>;

/** Holds a policy, or an allow list, against the packs that there are. */
class NameCheck<T> {
  readonly #source: ParsedSource<T>;
  readonly #packs: ReadonlySet<string>;
  readonly #ids: ReadonlySet<string>;
  readonly #problems: RuleProblem[];

  constructor(source: ParsedSource<T>, packs: readonly ParsedSource<PackSource>[], problems: RuleProblem[]) {
    this.#source = source;
    this.#packs = new Set(packs.map(({ value }) => value.pack));
    this.#ids = new Set(packs.flatMap(({ value }) => value.detectors.map(({ id }) => id)));
    this.#problems = problems;
  }

  report(path: Path, message: string): void {
    const { places } = this.#source;
    this.#problems.push({ file: places.file, line: places.lineOf(path), message });
  }

  checkPart(part: Part, base: Path): void {
    this.#checkPacks(part.packs ?? [], [...base, 'packs']);
    this.checkIds(part.disable ?? [], [...base, 'disable']);
    this.checkIds(part.enable ?? [], [...base, 'enable']);
    this.#checkTable(Object.keys(part.actions ?? {}), [...base, 'actions'], []);
    this.#checkTable(Object.keys(part.thresholds ?? {}), [...base, 'thresholds'], ['default']);
    this.checkEntries(part.allow ?? [], [...base, 'allow']);
  }

  checkIds(ids: readonly string[], path: Path): void {
    ids.forEach((id, index) => {
      if (!this.#ids.has(id)) this.report([...path, index], `${toKey(path)}: there is no detector ${id}.`);
    });
  }

  checkEntries(entries: readonly AllowEntrySource[], path: Path): void {
    entries.forEach(({ detectors }, index) => {
      this.checkIds(detectors ?? [], [...path, index, 'detectors']);
    });
  }

  #checkPacks(names: readonly string[], path: Path): void {
    names.forEach((name, index) => {
      const at = [...path, index];
      if (!this.#packs.has(name)) this.report(at, `${toKey(path)}: there is no pack ${name}.`);
      else if (names.indexOf(name) !== index) this.report(at, `${toKey(path)}: ${name} stands here twice.`);
    });
  }

  #checkTable(names: readonly string[], path: Path, others: readonly string[]): void {
    const { places } = this.#source;
    for (const name of names) {
      if (this.#ids.has(name) || [...categories, ...others].includes(name)) continue;
      this.#problems.push({
        file: places.file,
        line: places.lineOfKey(path, name),
        message: `${toKey(path)}: ${name} is neither a detector nor a category.`,
      });
    }
  }
}

/** `overrides[0].actions` */
export function toKey(path: Path): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${String(part)}]`;
    return key === '' ? part : `${key}.${part}`;
  }, '');
}

export function checkPolicy(
  policy: ParsedSource<PolicySource>,
  packs: readonly ParsedSource<PackSource>[],
  problems: RuleProblem[],
): void {
  const check = new NameCheck(policy, packs, problems);
  const { overrides = [], fields = [], ...rest } = policy.value;
  check.checkPart(rest, []);
  overrides.forEach((override, index) => {
    check.checkPart(override, ['overrides', index]);
  });
  fields.forEach(({ detector }, index) => {
    if (detector !== undefined) check.checkIds([detector], ['fields', index, 'detector']);
  });
}

export function checkAllowList(
  list: ParsedSource<AllowListSource>,
  packs: readonly ParsedSource<PackSource>[],
  problems: RuleProblem[],
): void {
  new NameCheck(list, packs, problems).checkEntries(list.value.entries, ['entries']);
}
