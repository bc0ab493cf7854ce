/** Letters that are about as common as each other in logs: a renamed word is as rare as it was. */
const circles = ['aeio', 'tnsr', 'hdlc', 'mfpg', 'wybvu', 'kxjqz'];

function circleMap(step: number): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const circle of circles) {
    Array.from(circle).forEach((letter, at) => {
      const renamed = circle[(at + step) % circle.length] ?? letter;
      map.set(letter, renamed);
      map.set(letter.toUpperCase(), renamed.toUpperCase());
    });
  }
  return map;
}

/** Words of the same length and about the same rarity; another for each `step` from 1 to 3. */
export function renameWord(word: string, step: number): string {
  const map = circleMap(step);
  return Array.from(word, (letter) => map.get(letter) ?? letter).join('');
}

/** What of a pattern is syntax: escapes, classes, the heads of groups, repetitions. The rest is literal text. */
const syntax =
  /\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|x[0-9A-Fa-f]{2}|Q[^]*?\\E|.)|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?(?:P?<\w+>|[imsU-]+[:)]|:)|\{\d+(?:,\d*)?\}/g;

/** A pattern of the same shape that looks for other words. */
export function renamePattern(pattern: string, step: number): string {
  let renamed = '';
  let end = 0;
  for (const match of pattern.matchAll(syntax)) {
    renamed += renameWord(pattern.slice(end, match.index), step) + match[0];
    end = match.index + match[0].length;
  }
  return renamed + renameWord(pattern.slice(end), step);
}
