import type { Category, Sensitivity } from './types.js';

/** Which tags of a schema mean sensitive data, and of what kind. */
export type TagTable = ReadonlyMap<string, Category>;

/** Compared without regard to case. Tags that are not listed say nothing about sensitivity: they are a catalogue's. */
export const defaultTags: Readonly<Record<string, Category>> = Object.freeze({
  PII: 'pii',
  PERSONAL: 'pii',
  PRIVATE: 'pii',
  SENSITIVE: 'pii',
  CONFIDENTIAL: 'pii',
  PCI: 'pci',
  PHI: 'health',
  HEALTH: 'health',
  SECRET: 'secret',
  CREDENTIAL: 'secret',
});

export function tagTable(tags: Readonly<Record<string, Category>>): TagTable {
  return new Map(Object.entries(tags).map(([tag, category]) => [tag.toUpperCase(), category]));
}

/** What the first listed tag says; undefined if none is listed. */
export function sensitivityOf(tags: Iterable<string>, table: TagTable): Sensitivity | undefined {
  for (const tag of tags) {
    const category = table.get(tag.toUpperCase());
    if (category !== undefined) return { category };
  }
  return undefined;
}

/**
 * Matches names joined by dots as Confluent's clients do: `?` is one character and `*` any number of them within a name,
 * `**` any number across names.
 */
export function matchesPath(path: string, glob: string): boolean {
  return toRegExp(glob).test(path);
}

const compiled = new Map<string, RegExp>();
const mostCompiled = 1000;

function toRegExp(glob: string): RegExp {
  const known = compiled.get(glob);
  if (known !== undefined) return known;
  const source = glob.replaceAll('**.*', '**').replace(/\*{2,}|[*?]|[^*?]+/g, (part) => {
    if (part.startsWith('**')) return '.*';
    if (part === '*') return '[^.]*';
    return part === '?' ? '[^.]' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  if (compiled.size >= mostCompiled) compiled.clear();
  const pattern = new RegExp(`^${source}$`, 's');
  compiled.set(glob, pattern);
  return pattern;
}
