import { printLine } from '../output.js';
import { colours } from './colours.js';
import { underline, type Mark, type UnderlineOptions } from './underline.js';

const painters: Readonly<Record<string, (text: string) => string>> = {
  '+': colours.green,
  '-': colours.red,
  '~': colours.yellow,
  '^': colours.cyan,
};

/** Signs of one kind in a row get their colour together. */
function paint(under: string): string {
  return under.replace(/(\S)\1*/g, (run, sign: string) => painters[sign]?.(run) ?? run);
}

/** Prints a text and, under each of its rows, its marks. */
export function printMarked(
  bytes: Buffer,
  marks: readonly Mark[],
  options: UnderlineOptions & { readonly indent: string },
): void {
  const { indent, around } = options;
  const columns = process.stdout.isTTY ? Math.max(20, process.stdout.columns - indent.length) : undefined;
  for (const { text, under } of underline(bytes, marks, { columns, around })) {
    printLine(indent + text);
    if (under !== '') printLine(indent + paint(under));
  }
}
