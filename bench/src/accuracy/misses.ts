import type { LineOutcome } from './measure.js';
import type { Span } from './pieces.js';

const around = { before: 120, behind: 60 };

/** The line around a place, with the place between ⟦ and ⟧. Only for generated lines: it shows their values. */
function show(bytes: Buffer, { start, end }: Span): string {
  const before = bytes.subarray(Math.max(0, start - around.before), start).toString();
  const behind = bytes.subarray(end, end + around.behind).toString();
  return `${before}⟦${bytes.subarray(start, end).toString()}⟧${behind}`
    .replaceAll('\n', '⏎')
    .replaceAll('\r', '');
}

/** Keeps examples of missed labels by kind and of wrong findings by detector. */
export class Misses {
  readonly #limit: number;
  readonly #missed = new Map<string, string[]>();
  readonly #wrong = new Map<string, string[]>();

  /** At most `limit` examples of each kind and each detector. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add({ line, labels, findings }: LineOutcome): void {
    for (const { label, partial, wrongCategory, detector } of labels) {
      if (partial) continue;
      const why =
        detector === undefined ? '' : wrongCategory ? ` [category of ${detector}]` : ` [part: ${detector}]`;
      this.#keep(this.#missed, label.kind, `${line.shape}${why}: ${show(line.bytes, label)}`);
    }
    for (const { finding, partial, ignored } of findings) {
      if (partial || ignored) continue;
      this.#keep(this.#wrong, finding.detector, `${line.shape}: ${show(line.bytes, finding)}`);
    }
  }

  #keep(table: Map<string, string[]>, name: string, example: string): void {
    const examples = table.get(name) ?? [];
    if (examples.length < this.#limit) examples.push(example);
    table.set(name, examples);
  }

  format(): string {
    const list = (title: string, table: ReadonlyMap<string, readonly string[]>): string[] =>
      [...table]
        .sort()
        .flatMap(([name, examples]) => [`${title} ${name}`, ...examples.map((text) => `  ${text}`)]);
    return [...list('missed:', this.#missed), ...list('wrong finding of', this.#wrong), ''].join('\n');
  }
}
