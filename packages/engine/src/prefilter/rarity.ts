/** Longer literals would make the automaton large, and tell hardly more. Bytes. */
const longestLiteral = 8;

/** How rare a byte is in logs, in bits. Estimates: they decide how fast a search is, not what it finds. */
const bitsOfByte = new Float64Array(256).fill(7);
function rate(chars: string, bits: number): void {
  for (const char of chars) bitsOfByte[char.charCodeAt(0)] = bits;
}
rate('etaoinsrlcd', 3.3);
rate('pumhgfb', 4.2);
rate('yvwkxjzq', 5.5);
rate('0123456789', 3.3);
rate(' ":,', 2.5);
rate('.-/_=', 3.5);
rate('[](){}\t\n', 4.5);
rate('@$~^`<>!#', 8);

function bitsOfString(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits += bitsOfByte[text.charCodeAt(at)] ?? 0;
  return bits;
}

/** How much it tells that one of these occurs: the less likely by chance, the more bits. */
export function bitsOf(set: readonly string[]): number {
  let chance = 0;
  for (const text of set) chance += 2 ** -bitsOfString(text.slice(0, longestLiteral));
  return -Math.log2(chance);
}

/** The rarest part of a string that is no longer than a literal may be. */
function rarestPart(text: string): string {
  let rarest = text.slice(0, longestLiteral);
  let most = bitsOfString(rarest);
  for (let at = 1; at + longestLiteral <= text.length; at += 1) {
    const part = text.slice(at, at + longestLiteral);
    const bits = bitsOfString(part);
    if (bits > most) [rarest, most] = [part, bits];
  }
  return rarest;
}

/** A set that holds a part of each string, none of them within another. */
export function shorten(set: readonly string[]): readonly string[] {
  const parts = [...new Set(set.map(rarestPart))].sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  for (const part of parts) if (!kept.some((other) => part.includes(other))) kept.push(part);
  return kept;
}
