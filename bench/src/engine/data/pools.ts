import { defaultLimits, detectRecord, sniffFormat, type Ruleset } from '@scrubjay/engine';
import { generate, toLines } from '@scrubjay/samples';

/** Log lines as services write them, told apart by what a ruleset finds in them. */
export interface Pools {
  readonly clean: readonly Buffer[];
  readonly dirty: readonly Buffer[];
}

export function isClean(ruleset: Ruleset, record: Buffer): boolean {
  const result = detectRecord(ruleset, record, sniffFormat(record), defaultLimits);
  return 'findings' in result && result.findings.length === 0;
}

/** Lines of `count` generated records; the same for the same seed and rules. Throws a RangeError where a pool stays empty. */
export function makePools(ruleset: Ruleset, seed: number, count: number): Pools {
  const clean: Buffer[] = [];
  const dirty: Buffer[] = [];
  for (const record of generate({ seed, count })) {
    for (const { text } of toLines(record)) {
      const bytes = Buffer.from(text);
      if (bytes.length > 0) (isClean(ruleset, bytes) ? clean : dirty).push(bytes);
    }
  }
  if (clean.length === 0 || dirty.length === 0) {
    throw new RangeError(`${count} generated records are too few for lines with and without findings.`);
  }
  return { clean, dirty };
}

/** Records drawn from pools in turn until they fill `bytes`; `percent` of them have findings, spread evenly. */
export function mixRecords({ clean, dirty }: Pools, percent: number, bytes: number): Buffer[] {
  const records: Buffer[] = [];
  const drawn = { clean: 0, dirty: 0 };
  for (let filled = 0; filled < bytes; filled += (records.at(-1)?.length ?? 0) + 1) {
    const isDirty = drawn.dirty < Math.floor(((records.length + 1) * percent) / 100);
    const pool = isDirty ? dirty : clean;
    const at = isDirty ? drawn.dirty++ : drawn.clean++;
    const record = pool[at % pool.length];
    if (record === undefined) throw new RangeError('There is nothing to draw from.');
    records.push(record);
  }
  return records;
}
