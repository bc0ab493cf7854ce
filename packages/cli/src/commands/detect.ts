import { defaultLimits, detectRecord, sniffFormat, type DetectResult, type Ruleset } from '@scrubjay/engine';
import { Command } from 'commander';
import { BufferedOutput } from '../output.js';
import { recordsOf } from '../records-of.js';
import { rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';
import { textOf } from '../text-field.js';

interface DetectOptions extends RulesetOptions {
  readonly textField?: string;
  readonly confidence?: boolean;
}

export function detectCommand(): Command {
  return withRulesetOptions(new Command('detect'))
    .description(
      'Prints one JSON line per record with its findings; offsets count UTF-8 bytes of the record.',
    )
    .argument('[file...]', 'plain or gzip; - or nothing: standard input')
    .option('--text-field <name>', 'each line is a JSON object and the text in this field is the record')
    .option('--confidence', 'adds how sure each finding is, 0 to 1')
    .action(detect);
}

async function detect(files: readonly string[], options: DetectOptions): Promise<void> {
  const ruleset = await rulesetOf(options);
  const output = new BufferedOutput();
  let index = 0;
  for await (const { bytes, isOversized } of recordsOf(files)) {
    const record = options.textField === undefined ? bytes : textOf(bytes, options.textField, index);
    const result = isOversized
      ? { withheld: 'too_large', findings: [] }
      : describe(ruleset, record, options.confidence === true);
    await output.write(Buffer.from(`${JSON.stringify({ record: index, ...result })}\n`));
    index += 1;
  }
  await output.flush();
}

/** JSON that does not parse is withheld by the pipeline; here the text's findings are shown as well. */
function describe(
  ruleset: Ruleset,
  record: Buffer,
  withConfidence: boolean,
): { withheld?: string; findings: readonly object[] } {
  const result = detectRecord(ruleset, record, sniffFormat(record), defaultLimits);
  if (!('withheld' in result)) return { findings: shown(result, withConfidence) };
  const isText = result.withheld === 'malformed_json';
  const asText = isText ? detectRecord(ruleset, record, 'text', defaultLimits) : result;
  return { withheld: result.withheld, findings: shown(asText, withConfidence) };
}

function shown(result: DetectResult, withConfidence: boolean): readonly object[] {
  if ('withheld' in result) return [];
  return result.findings.map(({ detector, category, start, end, confidence }) => ({
    detector,
    category,
    start,
    end,
    ...(withConfidence ? { confidence } : {}),
  }));
}
