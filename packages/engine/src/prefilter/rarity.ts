/** How rare a byte is in logs, in bits. Estimates: they decide how fast a search is, not what it finds. */
function bitsBy(rates: readonly (readonly [chars: string, bits: number])[]): Float64Array {
  const bits = new Float64Array(256).fill(7);
  for (const [chars, rate] of rates) for (const char of chars) bits[char.charCodeAt(0)] = rate;
  return bits;
}

const punctuation = [
  [' ":,', 2.5],
  ['.-/_=', 3.5],
  ['[](){}\t\n', 4.5],
  ['@$~^`<>!#', 8],
] as const;

export const plainBits = bitsBy([
  ...punctuation,
  ['etaoinsrlcd', 3.3],
  ['pumhgfb', 4.2],
  ['yvwkxjzq', 5.5],
  ['0123456789', 3.3],
]);
export const shapeBits = bitsBy([...punctuation, ['a', 0.6], ['A', 2.5], ['0', 1.2]]);

/** Strings of a set that are held against each other. */
const mostCompared = 128;

function bitsOfString(text: string, bits: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) sum += bits[text.charCodeAt(at)] as number;
  return sum;
}

/** How much it tells that one of these occurs: the less likely by chance, the more bits. `longest`: bytes looked at. */
export function bitsOf(set: readonly string[], bits: Float64Array, longest: number): number {
  let chance = 0;
  for (const text of set) chance += 2 ** -bitsOfString(text.slice(0, longest), bits);
  return -Math.log2(chance);
}

/** The rarest part of a string that is no longer than a literal may be. */
function rarestPart(text: string, bits: Float64Array, longest: number): string {
  let rarest = text.slice(0, longest);
  let most = bitsOfString(rarest, bits);
  for (let at = 1; at + longest <= text.length; at += 1) {
    const part = text.slice(at, at + longest);
    const sum = bitsOfString(part, bits);
    if (sum > most) [rarest, most] = [part, sum];
  }
  return rarest;
}

/** A set that holds a part of each string, up to `longest` bytes, none of them within another. */
export function shorten(set: readonly string[], bits: Float64Array, longest: number): readonly string[] {
  const parts = [...new Set(set.map((text) => rarestPart(text, bits, longest)))];
  parts.sort((a, b) => a.length - b.length);
  // With very many, what is saved is not worth the work.
  if (parts.length > mostCompared) return parts;
  const kept: string[] = [];
  for (const part of parts) if (!kept.some((other) => part.includes(other))) kept.push(part);
  return kept;
}
