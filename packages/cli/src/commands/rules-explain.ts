import {
  defaultLimits,
  explainRecord,
  sniffFormat,
  type EngineFormat,
  type Explanation,
  type Ruleset,
} from '@scrubjay/engine';
import { Command, Option } from 'commander';
import { printLine, tell } from '../output.js';
import { recordsOf } from '../records-of.js';
import { rulesetAt, withOriginOptions, type OriginOptions } from '../rules/origin-options.js';
import { printExplanation } from '../rules/print-explanation.js';
import { rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';
import { textOf } from '../text-field.js';

interface ExplainOptions extends RulesetOptions, OriginOptions {
  readonly textField?: string;
  readonly format?: EngineFormat;
  readonly json?: boolean;
  readonly all?: boolean;
}

export function rulesExplainCommand(): Command {
  const command = withOriginOptions(withRulesetOptions(new Command('explain')));
  return command
    .description('Shows which rules looked at a record, what each made of it, and why one was rejected.')
    .argument('[line]', 'the record; default: every line of standard input')
    .option('--text-field <name>', 'each line is a JSON object and the text in this field is the record')
    .addOption(new Option('--format <format>', 'how the record is read').choices(['text', 'json']))
    .option('--json', 'one JSON line for each record')
    .option('--all', 'also name the rules that looked and matched nothing')
    .addHelpText(
      'after',
      '\nThe record is shown as it is. Underlined: ^ acted on, ~ looked at and left alone.',
    )
    .action(explain);
}

async function explain(line: string | undefined, options: ExplainOptions): Promise<void> {
  const ruleset = rulesetAt(await rulesetOf(options), options);
  let index = 0;
  for await (const bytes of linesOf(line)) {
    const record = options.textField === undefined ? bytes : textOf(bytes, options.textField, index);
    explainOne(ruleset, record, index, options);
    index += 1;
  }
}

async function* linesOf(line: string | undefined): AsyncIterable<Buffer> {
  if (line !== undefined) yield Buffer.from(line);
  else for await (const { bytes } of recordsOf([])) yield bytes;
}

function explainOne(ruleset: Ruleset, record: Buffer, index: number, options: ExplainOptions): void {
  const format = options.format ?? sniffFormat(record);
  const explanation = explainRecord(ruleset, record, format, defaultLimits);
  const isAll = options.all === true;
  if (options.json === true) {
    printLine(JSON.stringify({ record: index, format, ...describe(record, explanation, isAll) }));
    return;
  }
  if (index > 0) printLine('');
  printExplanation(record, explanation, isAll);
  const matched = new Set(explanation.matches.map(({ detector }) => detector)).size;
  tell(
    `read as ${format}; ${ruleset.detectors.length} rules looked, ${matched} matched, ${countActing(explanation)} act; ` +
      `ruleset ${ruleset.fingerprint.slice(0, 12)}`,
  );
}

function countActing({ withheld, matches }: Explanation): number {
  if (withheld !== undefined) return 0;
  return new Set(matches.filter(({ outcome }) => outcome.kind === 'acts').map(({ detector }) => detector))
    .size;
}

function describe(record: Buffer, { withheld, matches, silent }: Explanation, isAll: boolean): object {
  const shown = matches.map((match) => ({
    ...match,
    value: record.toString('utf8', match.start, match.end),
  }));
  return { ...(withheld && { withheld }), matches: shown, ...(isAll && { silent }) };
}
