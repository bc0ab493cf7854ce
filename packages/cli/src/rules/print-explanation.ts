import type { ConfidenceSum, ExplainedMatch, Explanation, MatchOutcome } from '@scrubjay/engine';
import { formatTable, printLine } from '../output.js';
import { colours } from './colours.js';
import { printMarked } from './print-marked.js';
import { showText, type Mark } from './underline.js';

/** Words of a list that are named; a detector may have hundreds. */
const mostWords = 5;

function isActed({ outcome }: ExplainedMatch): boolean {
  return outcome.kind === 'acts' || outcome.kind === 'overlap';
}

/** What acts is underlined before what was only looked at. */
export function explanationMarks(matches: readonly ExplainedMatch[]): readonly Mark[] {
  const signed = (chosen: readonly ExplainedMatch[], sign: string): Mark[] =>
    chosen.map(({ start, end }) => ({ start, end, sign }));
  return [
    ...signed(matches.filter(isActed), '^'),
    ...signed(
      matches.filter((match) => !isActed(match)),
      '~',
    ),
  ];
}

function listWords(words: readonly string[]): string {
  const named = words.slice(0, mostWords).map((word) => `"${word}"`);
  const more = words.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Says in words what became of a match. */
export function describeOutcome(outcome: MatchOutcome): string {
  switch (outcome.kind) {
    case 'acts':
      return outcome.action;
    case 'overlap':
      return `${outcome.action}, as part of ${outcome.detector}`;
    case 'keywords':
      return `refused: none of ${listWords(outcome.near)} within ${outcome.within} bytes`;
    case 'validator':
      return `refused: not a valid value (${outcome.name})`;
    case 'confidence':
      return 'refused: confidence below the threshold';
    case 'allowed':
      return `allowed${outcome.list === undefined ? '' : ` by list ${outcome.list}`}: ${outcome.reason}`;
    case 'replaced':
      return 'refused: written by an earlier redaction';
    case 'structure':
      return 'refused: only brackets and commas of JSON';
  }
}

/** The sum that leads to a confidence, and what it is held against. */
export function describeConfidence(sum: ConfidenceSum | undefined): string {
  if (sum === undefined) return '';
  const { base, moved, total, threshold } = sum;
  const steps =
    moved === undefined
      ? `${total}`
      : `${base} ${moved.by < 0 ? '-' : '+'} ${Math.abs(moved.by)} ("${moved.word}") = ${total}`;
  return `${steps} ${total < threshold ? '<' : '≥'} ${threshold}`;
}

/** By which pattern, or by the name of which field. */
export function describeWay({ pattern, path }: ExplainedMatch): string {
  const way = pattern === undefined ? 'key' : `pattern ${pattern}`;
  return path === undefined || path === '' ? way : `${way} at ${showText(path)}`;
}

function describeValue(record: Buffer, { start, end, decoded }: ExplainedMatch): string {
  const written = showText(record.toString('utf8', start, end));
  return decoded === undefined ? written : `${written}, read as ${showText(decoded)}`;
}

/** Prints one record with its matches underlined, and a table of what became of each. */
export function printExplanation(record: Buffer, explanation: Explanation, showAll: boolean): void {
  const { matches, withheld, silent } = explanation;
  printMarked(record, explanationMarks(matches), { indent: '' });
  if (withheld !== undefined) printLine(colours.red(`this record is withheld: ${withheld}`));
  const rows = matches.map((match) => [
    `${match.start}-${match.end}`,
    describeValue(record, match),
    match.detector,
    describeWay(match),
    describeConfidence(match.confidence),
    withheld !== undefined && isActed(match)
      ? 'none: the record is withheld'
      : describeOutcome(match.outcome),
  ]);
  if (rows.length > 0)
    printLine(formatTable(['bytes', 'value', 'detector', 'by', 'confidence', 'outcome'], rows));
  if (showAll) printLine(`looked and matched nothing: ${silent.join(', ')}`);
}
