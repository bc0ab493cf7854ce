import { redactRecord, sniffFormat, type RedactContext, type Ruleset } from '@scrubjay/engine';
import { Command } from 'commander';
import { BufferedOutput, tell } from '../output.js';
import { recordsOf, type InputRecord } from '../records-of.js';
import { contextForThisRun, rulesetOf, withRulesetOptions, type RulesetOptions } from '../ruleset-options.js';
import { Summary } from '../summary.js';

interface RedactOptions extends RulesetOptions {
  readonly summary?: boolean;
}

export function redactCommand(): Command {
  return withRulesetOptions(new Command('redact'))
    .description('Removes sensitive data: files or standard input to standard output, one record a line.')
    .argument('[file...]', 'plain or gzip; - or nothing: standard input')
    .option('--summary', 'counts per detector on standard error')
    .addHelpText(
      'after',
      '\nA record that cannot be redacted for certain is withheld: a line with the reason stands in its place.',
    )
    .action(redact);
}

async function redact(files: readonly string[], options: RedactOptions): Promise<void> {
  const ruleset = await rulesetOf(options);
  const context = contextForThisRun();
  const output = new BufferedOutput();
  const summary = new Summary();
  for await (const record of recordsOf(files)) {
    const line = redactLine(ruleset, record, context, summary);
    if (line !== undefined) await output.write(line, record.lineEnd);
  }
  await output.flush();
  if (options.summary === true) tell(summary.toTable());
  else if (summary.withheld > 0) tell(`${summary.withheld} records were withheld; --summary tells why`);
}

function redactLine(
  ruleset: Ruleset,
  { bytes, isOversized }: InputRecord,
  context: RedactContext,
  summary: Summary,
): Buffer | undefined {
  summary.records += 1;
  if (isOversized) return withheld('too_large', summary);
  if (bytes.length === 0) return bytes;
  const result = redactRecord(ruleset, bytes, sniffFormat(bytes), context);
  if (result.kind === 'withheld') return withheld(result.reason, summary);
  for (const { detector, action } of result.findings) summary.addFinding(detector, action);
  if (result.kind === 'discarded') {
    summary.discarded += 1;
    return undefined;
  }
  return result.bytes;
}

function withheld(reason: string, summary: Summary): Buffer {
  summary.addWithheld(reason);
  return Buffer.from(JSON.stringify({ scrubjay: { withheld: reason } }));
}
