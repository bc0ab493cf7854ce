import RE2 from 're2';

/** What one atom of a pattern matches: a character, a class, an escape or the dot. */
export interface AsciiSet {
  /** By ASCII code: 1 if it is in the set. */
  readonly has: Uint8Array;
  /** It may hold characters beyond ASCII too. */
  readonly isWide: boolean;
}

const codes = 0x80;
const allAscii = String.fromCharCode(...Array(codes).keys());
/** What a class holds beyond ASCII shows in its text, but for the two letters that fold into it. */
const wideClass = /^\[\^|\\[^tnrfvadws\]!-/:-@[-`{-~]|\[:\^|[^\0-\x7f]/;
const narrowEscape = /^\\[tnrfvadws!-/:-@[-`{-~]$/;

function isNarrow(atom: string): boolean {
  if (atom.startsWith('[')) return !wideClass.test(atom);
  if (atom.startsWith('\\')) return narrowEscape.test(atom);
  return atom !== '.' && /^[\0-\x7f]$/.test(atom);
}

const known = new Map<string, AsciiSet>();

/** The set of an atom, as RE2 understands it behind `flags`: `(?i)`, or nothing. */
export function asciiSetOf(flags: string, atom: string): AsciiSet {
  const source = flags + atom;
  const before = known.get(source);
  if (before !== undefined) return before;
  const has = new Uint8Array(codes);
  if (/^[0-9A-Za-z]$/.test(source)) has[source.charCodeAt(0)] = 1;
  else fill(has, source);
  const folds = flags.includes('i') && (has[0x6b] === 1 || has[0x73] === 1);
  const set = Object.freeze({ has, isWide: folds || !isNarrow(atom) });
  known.set(source, set);
  return set;
}

function fill(has: Uint8Array, source: string): void {
  const one = new RE2(source, 'g');
  for (let match = one.exec(allAscii); match !== null; match = one.exec(allAscii)) has[match.index] = 1;
}
