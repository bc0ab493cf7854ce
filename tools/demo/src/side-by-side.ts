import pc from 'picocolors';

/** What the engine writes in place of a finding: [LABEL], [LABEL:epoch:token], or stars and the last digits. */
const replacement = /\[[A-Z][A-Z0-9_]*(?::[a-z0-9-]+:[a-z2-7]+)?\]|\*{2,}(?:[ -]?[*\d])*/g;
/** Characters of context that are kept on each side of what changed. */
const context = 28;

/** Cuts a long line around its first difference, so that before and after show the same stretch. */
export function excerpt(
  before: string,
  after: string,
  width: number,
): { readonly before: string; readonly after: string } {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  const start = Math.max(0, at - context);
  const cut = (text: string): string => {
    const part = text.slice(start, start + width).replace(/\s+/g, ' ');
    return `${start > 0 ? '…' : ''}${part}${start + width < text.length ? '…' : ''}`;
  };
  return { before: cut(before), after: cut(after) };
}

export function paintAfter(line: string): string {
  return line.replace(replacement, (text) => pc.green(text));
}
