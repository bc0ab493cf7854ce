import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileRuleset, type Ruleset, type SourceText } from '@scrubjay/engine';
import { ScrubjayError } from '@scrubjay/errors';

/** A name, not a way to other files. */
const policyName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Folder of the packs and policies that ship with Scrubjay. */
export function shippedRulesDir(): string {
  return fileURLToPath(new URL('.', import.meta.resolve('@scrubjay/rules/package.json')));
}

export interface RuleSources {
  readonly packs: readonly SourceText[];
  readonly policy: SourceText;
  readonly allowLists: readonly SourceText[];
}

/**
 * Reads the packs of a folder, one policy of its policies/, and the lists of its allow/, if it has one.
 * @throws SJ_RULES_NOT_FOUND naming the path that cannot be read.
 */
export async function readRules(policy: string, dir: string = shippedRulesDir()): Promise<RuleSources> {
  const packs = await readPacks(dir);
  if (packs.length === 0) throw missing(join(dir, '*.yaml'));
  const path = join(dir, 'policies', `${policy}.yaml`);
  if (!policyName.test(policy)) throw missing(path);
  return { packs, policy: await readText(path), allowLists: await readAllowLists(dir) };
}

/** All packs of a folder, in the order of their names. */
export async function readPacks(dir: string): Promise<readonly SourceText[]> {
  const names = await readdir(dir).catch((cause: unknown) => {
    throw missing(dir, cause);
  });
  return readYamlFiles(dir, names);
}

async function readAllowLists(dir: string): Promise<readonly SourceText[]> {
  const folder = join(dir, 'allow');
  const names = await readdir(folder).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw missing(folder, cause);
  });
  return readYamlFiles(folder, names);
}

/** In the order of their names. */
function readYamlFiles(dir: string, names: readonly string[]): Promise<readonly SourceText[]> {
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(files.map((name) => readText(join(dir, name))));
}

/** Reads and compiles what the configuration names. */
export async function loadRuleset(options: {
  readonly policy: string;
  readonly dir?: string | undefined;
}): Promise<Ruleset> {
  return compileRuleset(await readRules(options.policy, options.dir));
}

async function readText(path: string): Promise<SourceText> {
  try {
    return { file: basename(path), text: await readFile(path, 'utf8') };
  } catch (cause) {
    throw missing(path, cause);
  }
}

function missing(path: string, cause?: unknown): ScrubjayError {
  return new ScrubjayError('SJ_RULES_NOT_FOUND', `No rules can be read at ${path}.`, { cause });
}
