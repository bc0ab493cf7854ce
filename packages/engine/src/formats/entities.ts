/**
 * The entities of HTML that stand for ASCII characters, for letters of Latin-1 and for nothing to be seen (WHATWG HTML,
 * section 13.5).
 */
const named = Object.assign(Object.create(null), {
  amp: 0x26,
  AMP: 0x26,
  lt: 0x3c,
  LT: 0x3c,
  gt: 0x3e,
  GT: 0x3e,
  quot: 0x22,
  QUOT: 0x22,
  apos: 0x27,
  nbsp: 0x20,
  ensp: 0x20,
  emsp: 0x20,
  commat: 0x40,
  period: 0x2e,
  comma: 0x2c,
  colon: 0x3a,
  semi: 0x3b,
  sol: 0x2f,
  bsol: 0x5c,
  lowbar: 0x5f,
  hyphen: 0x2d,
  dash: 0x2d,
  num: 0x23,
  percnt: 0x25,
  dollar: 0x24,
  equals: 0x3d,
  plus: 0x2b,
  excl: 0x21,
  quest: 0x3f,
  ast: 0x2a,
  midast: 0x2a,
  lpar: 0x28,
  rpar: 0x29,
  lsqb: 0x5b,
  lbrack: 0x5b,
  rsqb: 0x5d,
  rbrack: 0x5d,
  lcub: 0x7b,
  lbrace: 0x7b,
  rcub: 0x7d,
  rbrace: 0x7d,
  verbar: 0x7c,
  vert: 0x7c,
  grave: 0x60,
  Tab: 0x09,
  NewLine: 0x0a,
  shy: 0xad,
  zwnj: 0x200c,
  zwj: 0x200d,
  szlig: 0xdf,
  ccedil: 0xe7,
  Ccedil: 0xc7,
  oslash: 0xf8,
  Oslash: 0xd8,
  aelig: 0xe6,
  AElig: 0xc6,
}) as Record<string, number>;
const accents = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  ring: '\u030a',
};
/** The letters with an accent: `Uuml`, `eacute`; what Unicode composes into one character below U+0100. */
for (const letter of 'AaEeIiNnOoUuYy') {
  for (const [accent, mark] of Object.entries(accents)) {
    const composed = (letter + mark).normalize('NFC');
    if (composed.length === 1 && composed < '\u0100') named[letter + accent] = composed.charCodeAt(0);
  }
}

const longestEntity = 10;
const isAlnum = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(/[0-9A-Za-z]/.test(String.fromCharCode(byte))),
);

/** What the entity whose `&` stands at `at` stands for, and where it ends; a code of -1 if it is none that we know. */
export function readEntity(
  bytes: Buffer,
  at: number,
  end: number,
  into: { code: number; next: number },
): void {
  into.code = -1;
  const first = at + 1 < end ? (bytes[at + 1] as number) : 0;
  if (first !== 0x23 && ((first | 0x20) < 0x61 || (first | 0x20) > 0x7a)) return;
  const limit = Math.min(end, at + longestEntity + 2);
  // Letters and digits alone stand in a name or a number.
  let semicolon = at + 2;
  while (semicolon < limit && isAlnum[bytes[semicolon] as number] === 1) semicolon += 1;
  if (semicolon >= limit || bytes[semicolon] !== 0x3b) return;
  const name = bytes.toString('latin1', at + 1, semicolon);
  const digits = first === 0x23 ? /^#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) : null;
  const code =
    digits === null
      ? (named[name] ?? -1)
      : digits[1] === undefined
        ? Number(digits[2])
        : Number.parseInt(digits[1], 16);
  if (code <= 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return;
  into.code = code;
  into.next = semicolon + 1;
}
