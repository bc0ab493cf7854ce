import { renamePattern, renameWord } from './rename-letters.js';

/** The parts of a detector in a pack's YAML that say what it looks for. */
export interface DetectorText {
  readonly id: string;
  readonly pattern?: string;
  readonly patterns?: readonly string[];
  readonly keys?: readonly string[];
  readonly weakKeys?: readonly string[];
  readonly validate?: readonly string[];
  readonly keywords?: { readonly near: readonly string[] };
  readonly context?: { readonly raise?: readonly string[]; readonly lower?: readonly string[] };
}

/** Steps of `renameWord` that give different words. */
export const variantSteps = [1, 2, 3];
const longestId = 64;

/** Renamed patterns. Those without a word would look for the same again, unless other keywords must stand near them. */
function renamePatterns({ pattern, patterns, keywords }: DetectorText, step: number): string[] {
  const all = patterns ?? (pattern === undefined ? [] : [pattern]);
  return all
    .map((one) => ({ one, renamed: renamePattern(one, step) }))
    .filter(({ one, renamed }) => renamed !== one || keywords !== undefined)
    .map(({ renamed }) => renamed);
}

/** What a variant takes over as it is: title, category, action and the like. */
function withoutRules(detector: DetectorText): object {
  const replaced = ['id', 'pattern', 'patterns', 'keys', 'weakKeys', 'keywords', 'validate', 'context'];
  return Object.fromEntries(Object.entries(detector).filter(([name]) => !replaced.includes(name)));
}

/**
 * A detector that costs about what the given one does and finds something else: the same patterns, field names and
 * keywords with their words renamed. Undefined where nothing in it is a word, so that it would find the same.
 */
export function variantOf(detector: DetectorText, step: number): DetectorText | undefined {
  const { id, keys, weakKeys, keywords, validate, context } = detector;
  const rename = (words: readonly string[]): string[] => words.map((word) => renameWord(word, step));
  const renamed = renamePatterns(detector, step);
  if (renamed.length === 0 && keys === undefined && weakKeys === undefined) return undefined;
  const suffix = `-v${step}`;
  return {
    ...withoutRules(detector),
    id: `${id.slice(0, longestId - suffix.length)}${suffix}`,
    ...(renamed.length > 0 && { patterns: renamed }),
    ...(renamed.length > 0 && validate !== undefined && { validate }),
    ...(keys !== undefined && { keys: rename(keys) }),
    ...(weakKeys !== undefined && { weakKeys: rename(weakKeys) }),
    ...(keywords !== undefined && { keywords: { ...keywords, near: rename(keywords.near) } }),
    ...(context !== undefined && {
      context: {
        ...context,
        ...(context.raise !== undefined && { raise: rename(context.raise) }),
        ...(context.lower !== undefined && { lower: rename(context.lower) }),
      },
    }),
  };
}
