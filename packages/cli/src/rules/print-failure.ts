import {
  defaultLimits,
  explainRecord,
  type ExampleResult,
  type ExplainedMatch,
  type Ruleset,
} from '@scrubjay/engine';
import { printLine } from '../output.js';
import { colours } from './colours.js';
import { describeConfidence, describeOutcome, describeWay } from './print-explanation.js';
import { printMarked } from './print-marked.js';
import type { Mark } from './underline.js';

const indent = '    ';

/** Prints an example that failed: where it stands, what was expected, and what its rule made of it instead. */
export function printFailure(ruleset: Ruleset, failure: ExampleResult): void {
  const { detector, example, index, spans, withheld } = failure;
  const { file, line } = ruleset.detectors.find(({ id }) => id === detector) ?? { file: '?', line: 0 };
  const bytes = Buffer.from(example.text);
  const which = `${example.expected}[${index}]`;
  printLine(`${colours.red('failed')} ${file}:${line}: ${detector}: ${which}, read as ${example.format}`);
  const wanted = example.expected === 'match' ? 'a finding' : 'nothing';
  const found =
    withheld === undefined ? describeSpans(spans) : `nothing: the record is withheld, ${withheld}`;
  printLine(`  ${colours.green('expected')} ${wanted}`);
  printLine(`  ${colours.red('found   ')} ${found}`);
  const looked = explainRecord(ruleset, bytes, example.format, defaultLimits).matches.filter(
    (match) => match.detector === detector,
  );
  printMarked(bytes, [...markAll(spans, '-'), ...markAll(looked, '~')], { indent });
  for (const match of looked) printLine(`${indent}${describeMatch(match)}`);
}

function markAll(spans: readonly { readonly start: number; readonly end: number }[], sign: string): Mark[] {
  return spans.map(({ start, end }) => ({ start, end, sign }));
}

function describeSpans(spans: ExampleResult['spans']): string {
  if (spans.length === 0) return 'nothing';
  return `a finding at bytes ${spans.map(({ start, end }) => `${start}-${end}`).join(', ')}`;
}

function describeMatch(match: ExplainedMatch): string {
  const { start, end, confidence, outcome } = match;
  const sum = confidence === undefined ? '' : `, confidence ${describeConfidence(confidence)}`;
  return `bytes ${start}-${end} by ${describeWay(match)}${sum}: ${describeOutcome(outcome)}`;
}
