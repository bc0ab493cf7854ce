import { ScrubjayError } from '@scrubjay/errors';
import { z } from 'zod';
import { formatTable, printLine, tell } from '../output.js';
import type { Comparison } from './compare-corpus.js';
import { printMarked } from './print-marked.js';
import { marksOf } from './scrub-sample.js';

const count = z.int().min(0);
const side = z.object({ name: z.string(), policy: z.string(), fingerprint: z.string().min(1) });

/** What `rules diff` found: what `--json` prints and `--save` keeps, and what `rules promote` asks for. */
export const diffReport = z.object({
  kind: z.literal('scrubjay-rules-diff'),
  a: side,
  b: side,
  source: z.enum(['corpus', 'live']),
  /** When it was made, ISO 8601. */
  at: z.string(),
  records: count,
  withheld: z.object({ added: count, removed: count, both: count.optional() }),
  detectors: z.array(
    z.object({
      detector: z.string(),
      before: count.optional(),
      after: count.optional(),
      added: count,
      removed: count,
      changed: count,
    }),
  ),
});

export type DiffReport = Readonly<z.infer<typeof diffReport>>;

/** Reads what `--save` wrote. @throws SJ_USAGE for anything else. */
export function parseDiffReport(text: string, file: string): DiffReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = diffReport.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ScrubjayError('SJ_USAGE', `${file} is not what rules diff saves.`, {
    fix: 'Make it with `scrubjay rules diff … --save FILE`.',
  });
}

export function hasDifferences({ detectors, withheld }: DiffReport): boolean {
  return detectors.length > 0 || withheld.added > 0 || withheld.removed > 0;
}

export function printReport(report: DiffReport, samples: Comparison['samples'] = []): void {
  const { a, b, detectors, source } = report;
  printLine(`A ${a.name} (policy ${a.policy}, ruleset ${a.fingerprint.slice(0, 12)})`);
  printLine(`B ${b.name} (policy ${b.policy}, ruleset ${b.fingerprint.slice(0, 12)})`);
  const counted = source === 'corpus' ? ['in A', 'in B'] : [];
  const numbers = [...counted, 'only in A', 'only in B', 'changed'];
  const rows = detectors.map(({ detector, before = 0, after = 0, removed, added, changed }) => [
    detector,
    ...(source === 'corpus' ? [before, after] : []),
    removed,
    added,
    changed,
  ]);
  if (rows.length > 0) printLine(formatTable(['detector', ...numbers], rows, numbers));
  printSamples(samples);
  tell(summaryOf(report));
}

function printSamples(samples: Comparison['samples']): void {
  const said = { added: 'only in B', removed: 'only in A', changed: 'changed' } as const;
  for (const sample of samples) {
    printLine(`record ${sample.record}: ${sample.detector} ${said[sample.change]}`);
    if (sample.text === undefined) printLine('    (not shown: a rule discards this record)');
    else printMarked(Buffer.from(sample.text), marksOf(sample), { indent: '    ' });
  }
}

function summaryOf(report: DiffReport): string {
  const { records, withheld, detectors } = report;
  const sum = (change: 'added' | 'removed' | 'changed'): number =>
    detectors.reduce((total, detector) => total + detector[change], 0);
  const found = hasDifferences(report)
    ? `${sum('removed')} findings only in A, ${sum('added')} only in B, ${sum('changed')} changed`
    : 'no differences';
  const both = withheld.both === undefined ? '' : `, ${withheld.both} by both`;
  const kept = `withheld: ${withheld.removed} only by A, ${withheld.added} only by B${both}`;
  return `${records} records compared: ${found}; ${kept}`;
}
