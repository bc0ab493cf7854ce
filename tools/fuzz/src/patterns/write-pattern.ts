import type { Random } from '../random.js';

const words = [
  ...[
    'key',
    'task',
    'sk_live_',
    'ghp_',
    'AKIA',
    'Bearer ',
    'password',
    'Kasse',
    'eyJ',
    'IBAN ',
    'ssn',
    'id-',
  ],
  ...[
    'a',
    'k',
    'S',
    '0',
    '42',
    '-',
    '_',
    ': ',
    '=',
    '@',
    '@x.',
    'http://',
    '"',
    ' ',
    'stra\u00dfe',
    'caf\u00e9',
  ],
  ...[
    '\u017f',
    '\u212a',
    '\u00df',
    '\u00e9',
    '\u00c9',
    '\u00b5',
    '\u212b',
    'ma\u00dfk',
    '\u{1F600}',
    'Se\u00f1or',
  ],
];
const classes = [
  ...[
    '[0-9]',
    '\\d',
    '[a-f0-9]',
    '[A-F0-9]',
    '[A-Za-z0-9]',
    '[A-Za-z0-9_-]',
    '\\w',
    '[A-Z]',
    '[a-z]',
    '[A-Z0-9]',
  ],
  ...[
    '[^\\s"]',
    '[^@\\s]',
    '[^"\\n]',
    '\\S',
    '[^a-z]',
    '[^0-9]',
    '.',
    '[ -]',
    '[ ./-]',
    '[=:]',
    '\\s',
    '[-_ ]',
  ],
  ...[
    '\\pL',
    '\\p{Lu}',
    '\\p{Greek}',
    '[[:alpha:]]',
    '[[:^digit:]]',
    '[[:xdigit:]_]',
    '[ks]',
    '[KS]',
    '[s\u017f]',
  ],
  ...[
    '[\u00e0-\u00f6]',
    '[a-z\u00df-\u00f6]',
    '[^\\w.]',
    '\\W',
    '\\x{17f}',
    '\\x41',
    '[\\x{212a}k]',
    '[A-Za-z0-9+/]',
  ],
];
const counts = [
  ...[
    '?',
    '*',
    '+',
    '??',
    '+?',
    '{2}',
    '{3}',
    '{4}',
    '{8}',
    '{16}',
    '{32}',
    '{64}',
    '{100}',
    '{250}',
    '{2,}',
    '{12,}',
  ],
  ...[
    '{0,2}',
    '{1,3}',
    '{2,4}',
    '{7,16}',
    '{13,19}',
    '{20,40}',
    '{0,64}',
    '{1,190}',
    '{30,200}',
    '{0,30}?',
    '{63,65}',
  ],
];
/** Of what is large already: RE2 counts the copies of nested repetitions together. */
const smallCounts = ['?', '*', '+', '{2}', '{0,2}', '{1,3}', '{3}', '{2,}'];
const heads = [
  '\\b',
  '(?:^|[^0-9A-Za-z])',
  '(?:\\b|_)',
  '^',
  '(?:^|[\\s"=:])',
  '\\B',
  '(?:^|[^\\w."\'\\\\-])',
  '\\A',
];
const tails = ['\\b', '(?:[^0-9A-Za-z]|$)', '$', '(?:[ ,;!?)]|\\.(?:\\s|$)|$)', '\\z', '\\B'];

function escaped(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Writes patterns in the parts of RE2 syntax that the packs use, and in some that they do not yet. */
export class PatternWriter {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A pattern; the engine may refuse it, for example because it matches empty text. */
  write(): string {
    const random = this.#random;
    const depth = random.pick([0, 1, 1, 2]);
    const flags = random.oneIn(3) ? '(?i)' : random.oneIn(12) ? '(?s)' : '';
    const head = random.oneIn(2) ? random.pick(heads) : '';
    const tail = random.oneIn(3) ? random.pick(tails) : '';
    if (!random.oneIn(3)) return flags + head + this.#sequence(depth) + tail;
    const lead = random.oneIn(2) ? this.#sequence(0) : '';
    const rest = random.oneIn(3) ? this.#sequence(0) : '';
    const value = `(?P<value>${random.oneIn(4) ? this.#branches(0) : this.#sequence(depth)})`;
    return `${flags}${head}${lead}${value}${random.oneIn(8) ? '?' : ''}${rest}${tail}`;
  }

  #sequence(depth: number): string {
    return this.#random.list(this.#random.between(1, 3), () => this.#part(depth)).join('');
  }

  #branches(depth: number): string {
    return this.#random.list(this.#random.between(2, 4), () => this.#sequence(depth)).join('|');
  }

  #part(depth: number): string {
    const random = this.#random;
    const kind = random.below(depth > 0 ? 12 : 7);
    if (kind < 3) return escaped(random.pick(words));
    if (kind < 4) return random.pick(classes);
    if (kind < 7) return random.pick(classes) + random.pick(random.oneIn(3) ? counts : smallCounts);
    if (kind < 9) return `(?:${this.#branches(depth - 1)})`;
    if (kind < 10) return `(?:${this.#sequence(depth - 1)})${random.pick(smallCounts)}`;
    if (kind < 11) return `${random.pick(['(?i:', '(?-i:', '('])}${this.#sequence(depth - 1)})`;
    return random.pick(['\\b', '', '(?i)', '\\Qa.b\\E', '^', '$', escaped(random.pick(words)) + '?']);
  }
}
