import { kinds } from '../kinds.js';
import type { ReportTable } from '../../report/tables.js';
import type { Rates, Score, Scores } from '../scores.js';

export const percent = (rate: number | undefined): string =>
  rate === undefined ? '–' : (rate * 100).toFixed(2);

const isKind = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

const ratesOf = ({ precision, recall, f1 }: Rates): string[] => [
  percent(precision),
  percent(recall),
  percent(f1),
];

export const scoreHead = [
  'labels',
  'precision',
  'recall',
  'F1',
  'strict precision',
  'strict recall',
  'strict F1',
  'byte recall',
] as const;

export function scoreRow(score: Score): string[] {
  return [
    String(score.labels),
    ...ratesOf(score.partial),
    ...ratesOf(score.strict),
    percent(score.byteRecall),
  ];
}

/** The report's tables, the same for the terminal and for Markdown. */
export function sectionsOf(scores: Scores): ReportTable[] {
  const table = (title: string, name: string, scored: ReadonlyMap<string, Score>): ReportTable => ({
    title,
    head: [name, ...scoreHead],
    rows: [...scored].map(([key, score]) => [key, ...scoreRow(score)]),
  });
  const kindRows = [...scores.kinds].map(([kind, score]) => {
    const info = isKind(kind) ? kinds[kind] : undefined;
    return [kind, info?.category ?? '', info?.class ?? '', ...scoreRow(score)];
  });
  const detectorRows = [...scores.detectors].map(([id, { findings, right, precision }]) => [
    id,
    String(findings),
    String(findings - right),
    percent(precision),
  ]);
  const sections: ReportTable[] = [
    table('Micro averages', 'class', scores.classes),
    table('Categories', 'category', scores.categories),
    { title: 'Kinds', head: ['kind', 'category', 'class', ...scoreHead], rows: kindRows },
    table('Shapes of records', 'shape', scores.shapes),
    { title: 'Detectors', head: ['detector', 'findings', 'wrong', 'precision'], rows: detectorRows },
  ];
  return sections.filter(({ rows }) => rows.length > 0);
}

/** What stands above the tables. */
export function summaryOf(scores: Scores): string[] {
  const withheld = Object.entries(scores.withheld).map(([reason, count]) => `${count} ${reason}`);
  return [
    `${scores.lines} lines; findings beside every label: ${scores.falsePositives}, ` +
      `${scores.falsePositivesPer1000Lines.toFixed(2)} per 1,000 lines`,
    ...(withheld.length === 0
      ? []
      : [`withheld lines, whose labels count as missed: ${withheld.join(', ')}`]),
  ];
}
