import stringWidth from 'string-width';

/** Bytes `[start, end)` of a text to underline with `sign`, which fills one column. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly sign: string;
}

/** A row for a terminal, and what stands under it; `under` is empty if nothing is marked. */
export interface Row {
  readonly text: string;
  readonly under: string;
}

export interface UnderlineOptions {
  /** Columns of a row. Default: all on one. */
  readonly columns?: number | undefined;
  /** Bytes shown before and behind a mark; what lies further away becomes `…`. Default: all is shown. */
  readonly around?: number | undefined;
}

const format = /\p{Cf}|\p{Zl}|\p{Zp}/u;

/** Logs must not move the cursor, reorder text or hide in it: such characters are shown as a sign of their own. */
export function showCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const isHidden = (code >= 0x80 && code < 0xa0) || format.test(character);
  return isHidden ? `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>` : character;
}

/** The same for a whole text. */
export function showText(text: string): string {
  return Array.from(text, showCharacter).join('');
}

interface Window {
  start: number;
  end: number;
}

function isContinuation(bytes: Buffer, at: number): boolean {
  return ((bytes[at] ?? 0) & 0xc0) === 0x80;
}

/** What is shown of the text: whole characters around the marks, joined where they meet. */
function windowsOf(bytes: Buffer, marks: readonly Mark[], around: number | undefined): readonly Window[] {
  if (around === undefined) return [{ start: 0, end: bytes.length }];
  const wanted = marks.length === 0 ? [{ start: 0, end: 0, sign: '' }] : marks;
  const windows: Window[] = [];
  for (const mark of [...wanted].sort((a, b) => a.start - b.start)) {
    let start = Math.max(0, mark.start - around);
    let end = Math.min(bytes.length, mark.end + around);
    while (isContinuation(bytes, start)) start -= 1;
    while (isContinuation(bytes, end)) end += 1;
    const last = windows.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else windows.push({ start, end });
  }
  return windows;
}

/** Fills rows column by column. */
class Rows {
  readonly rows: Row[] = [];
  readonly #columns: number;
  #text = '';
  #under = '';
  #width = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  add(shown: string, sign: string): void {
    const width = stringWidth(shown);
    if (this.#width > 0 && this.#width + width > this.#columns) this.end();
    this.#text += shown;
    this.#under += sign.repeat(width);
    this.#width += width;
  }

  end(): void {
    this.rows.push({ text: this.#text, under: this.#under.trimEnd() });
    this.#text = '';
    this.#under = '';
    this.#width = 0;
  }
}

/** Draws UTF-8 text with its marks underlined; where marks overlap, the first of the list is seen. */
export function underline(
  bytes: Buffer,
  marks: readonly Mark[],
  options: UnderlineOptions = {},
): readonly Row[] {
  const rows = new Rows(options.columns ?? Number.POSITIVE_INFINITY);
  let shownTo = 0;
  for (const { start, end } of windowsOf(bytes, marks, options.around)) {
    if (start > shownTo) rows.add('…', ' ');
    let at = start;
    for (const character of bytes.toString('utf8', start, end)) {
      const sign = signAt(marks, at);
      rows.add(showCharacter(character), sign);
      at += Buffer.byteLength(character);
    }
    shownTo = end;
  }
  if (shownTo < bytes.length) rows.add('…', ' ');
  rows.end();
  return rows.rows;
}

function signAt(marks: readonly Mark[], at: number): string {
  return marks.find(({ start, end }) => start <= at && at < end)?.sign ?? ' ';
}
