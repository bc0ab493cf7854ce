import type { Ruleset } from '@scrubjay/engine';
import { parsePattern, type PatternNode } from '../patterns/parse-pattern.js';
import { samplePattern } from '../patterns/sample-pattern.js';
import type { Random } from '../random.js';

const fillers = [
  ...[
    'GET',
    'request',
    'took',
    '12',
    'ms',
    'INFO',
    'user',
    'status=200',
    'worker-3',
    '127.0.0.1:8080',
    'ok',
    'a.b.C',
  ],
  ...[
    '2026-11-23T10:15:30.123Z',
    'caf\u00e9',
    '[main]',
    '0x1f',
    'id=7',
    '/api/v1/items',
    'Kasse',
    '--',
    'ſ',
    '\u212a',
  ],
];
const plainNames = ['msg', 'level', 'n', 'data', 'items', 'ctx', 'value', 'name', 'log', 'é'];

/** One character changed, left out or doubled. */
export function nearMiss(text: string, random: Random): string {
  const chars = Array.from(text);
  if (chars.length === 0) return text;
  const at = random.below(chars.length);
  const char = chars.at(at) ?? '';
  const code = (char.codePointAt(0) ?? 0) + random.pick([-1, 1, 32]);
  const changed = [
    String.fromCodePoint(Math.min(Math.max(1, code), 0x10_ffff)),
    random.pick(['0', 'x', ' ', '.', '-', 'ſ']),
  ];
  chars[at] = random.pick([...changed, '', char + char]);
  return chars.join('');
}

function namePart(part: string, index: number, style: number): string {
  if (style === 0 || (style === 1 && index === 0)) return part.toLowerCase();
  return style === 2 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1).toLowerCase();
}

/** A field name in one of the styles that are taken for the same: `user_email`, `userEmail`, `USER-EMAIL`. */
export function inAnyCasing(name: string, random: Random): string {
  const style = random.below(4);
  const glue = style === 1 || style === 3 ? '' : random.pick(['_', '-', ' ', '']);
  return name
    .split(/[_ -]/)
    .map((part, index) => namePart(part, index, style))
    .join(glue);
}

const trees = new Map<string, PatternNode>();

function treeOf(pattern: string): PatternNode {
  let tree = trees.get(pattern);
  if (tree === undefined) {
    // Random rulesets bring ever new ones.
    if (trees.size > 5000) trees.clear();
    tree = parsePattern(pattern);
    trees.set(pattern, tree);
  }
  return tree;
}

/** What the detectors of a ruleset look for, to make records of. */
export class Vocabulary {
  readonly #random: Random;
  readonly #patterns: readonly string[];
  readonly #examples: readonly string[];
  readonly #keys: readonly string[];
  readonly #words: readonly string[];

  constructor({ detectors }: Ruleset, random: Random) {
    this.#random = random;
    this.#patterns = detectors.flatMap(({ patterns }) => patterns);
    this.#examples = detectors.flatMap(({ examples }) => examples.map(({ text }) => text));
    this.#keys = detectors.flatMap(({ keys, weakKeys }) => [...keys, ...weakKeys]);
    this.#words = detectors.flatMap(({ keywords, raise, lower }) => [...keywords, ...raise, ...lower]);
  }

  get patternCount(): number {
    return this.#patterns.length;
  }

  /** A text that a pattern matches, or nearly. */
  value(): string {
    const random = this.#random;
    if (this.#patterns.length === 0 || random.oneIn(8)) return this.filler();
    const text = samplePattern(treeOf(random.pick(this.#patterns)), random);
    return random.oneIn(4) ? nearMiss(text, random) : text;
  }

  /** A record of the packs' own tests, or nearly. */
  example(): string {
    const random = this.#random;
    if (this.#examples.length === 0) return this.value();
    const text = random.pick(this.#examples);
    return random.oneIn(3) ? nearMiss(text, random) : text;
  }

  /** A field name; a path has its names joined by dots. */
  key(): string {
    const random = this.#random;
    if (this.#keys.length === 0 || random.oneIn(4)) return random.pick(plainNames);
    const path = random.pick(this.#keys).split('.');
    const names = path.map((name) => inAnyCasing(name === '*' ? random.pick(plainNames) : name, random));
    return random.oneIn(8) ? nearMiss(names.join('.'), random) : names.join('.');
  }

  /** A word that a detector wants near a match. */
  word(): string {
    if (this.#words.length === 0) return this.filler();
    return inAnyCasing(this.#random.pick(this.#words), this.#random);
  }

  /** What logs are mostly made of. */
  filler(): string {
    return this.#random.pick(fillers);
  }
}
