import { framesOf, type Corpus } from '@scrubjay/measure';
import { generate, recordKinds, toLines } from '@scrubjay/samples';

/** Generated logs, one corpus a kind of record: what is measured where no real logs were named. */
export function ownCorpora(seed: number, bytes: number): readonly Corpus[] {
  return recordKinds.map((kind) => {
    const records: Buffer[] = [];
    let left = bytes / recordKinds.length;
    for (const record of generate({ seed, count: 1_000_000, mix: { [kind]: 1 } })) {
      const lines = toLines(record).map(({ text }) => Buffer.from(text));
      records.push(...lines);
      left -= lines.reduce((total, line) => total + line.length + 1, 0);
      if (left <= 0) break;
    }
    return { name: `generated ${kind}`, frames: framesOf(records) };
  });
}
