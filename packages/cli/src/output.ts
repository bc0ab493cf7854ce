import { once } from 'node:events';
import Table from 'cli-table3';

/** One line on standard output. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** One line on standard error: for people, so that standard output stays clean for pipes. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Gathers small writes into large ones and waits when the reader is slow. */
export class BufferedOutput {
  readonly #stream: NodeJS.WriteStream;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
  }

  async write(...chunks: readonly Buffer[]): Promise<void> {
    for (const chunk of chunks) {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
    }
    if (this.#bytes >= 65_536) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const joined = Buffer.concat(this.#chunks, this.#bytes);
    this.#chunks = [];
    this.#bytes = 0;
    if (!this.#stream.write(joined)) await once(this.#stream, 'drain');
  }
}

/** A table without lines between its rows; columns named in `right` are numbers. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly string[] = [],
): string {
  const table = new Table({
    head: [...head],
    colAligns: head.map((name) => (right.includes(name) ? 'right' : 'left')),
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}
