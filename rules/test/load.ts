import { readdirSync, readFileSync } from 'node:fs';
import type { SourceText } from '@scrubjay/engine';

const root = new URL('../', import.meta.url);

function readFolder(folder: string): SourceText[] {
  return readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      file: `rules/${folder}${name}`,
      text: readFileSync(new URL(folder + name, root), 'utf8'),
    }));
}

/** The packs, policies and allow lists of this folder as the engine takes them. */
export const packs = readFolder('');
export const policies = readFolder('policies/');
export const allowLists = readFolder('allow/');
