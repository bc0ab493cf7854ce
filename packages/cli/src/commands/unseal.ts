import { createVault, openSealedValue } from '@scrubjay/boot';
import type { Vault } from '@scrubjay/vault';
import { Command } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { BufferedOutput, tell } from '../output.js';
import { recordsOf } from '../records-of.js';

const sealedToken = /\[([A-Z0-9_]+):sealed:([A-Za-z0-9_-]+)\]/g;

export function unsealCommand(): Command {
  return new Command('unseal')
    .description(
      'Break glass: prints the values that the action seal hid, one JSON line each. Needs the quarantine key.',
    )
    .argument('[file...]', 'scrubbed records, plain or gzip; - or nothing: standard input')
    .option(...configOption)
    .action(unseal);
}

async function unseal(files: readonly string[], options: { readonly config?: string }): Promise<void> {
  const config = await readConfig(options.config);
  const vault = await createVault(config.keys, ['quarantine'], { create: false });
  const output = new BufferedOutput();
  let values = 0;
  try {
    let record = 0;
    for await (const { bytes } of recordsOf(files)) {
      for (const line of await openAll(vault, bytes.toString('latin1'), record)) {
        await output.write(Buffer.from(`${line}\n`));
        values += 1;
      }
      record += 1;
    }
  } finally {
    await output.flush();
    vault.close();
  }
  tell(`${values} values opened`);
}

async function openAll(vault: Vault, text: string, record: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [, label, sealed = ''] of text.matchAll(sealedToken)) {
    const { detector, value } = await openSealedValue(vault, Buffer.from(sealed, 'base64url'));
    lines.push(JSON.stringify({ record, detector, label, value: value.toString('utf8') }));
  }
  return lines;
}
