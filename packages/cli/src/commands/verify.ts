import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSigner, createStore, createVault } from '@scrubjay/boot';
import type { SharedConfig } from '@scrubjay/boot';
import { ScrubjayError, describeForeign } from '@scrubjay/errors';
import { createObjectSealer } from '@scrubjay/sink';
import { Command, Option } from 'commander';
import { configOption, readConfig } from '../config-schema.js';
import { printLine, tell } from '../output.js';
import { describeVerification } from '../verify/describe.js';
import { verifyStore } from '../verify/verify-store.js';

interface VerifyCommandOptions {
  readonly config?: string;
  readonly open?: boolean;
  readonly publicKey?: string;
  readonly format: 'text' | 'json';
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Holds the stored objects to their signed manifests: that none is missing, altered or unknown, and what was removed.',
    )
    .option(...configOption)
    .option('--open', 'open each object too and count its records')
    .option('--public-key <file>', 'public half of the signing key (PEM) instead of asking the key service')
    .addOption(new Option('--format <form>', 'of the report').choices(['text', 'json']).default('text'))
    .action(verify);
}

async function verify(options: VerifyCommandOptions): Promise<void> {
  const config = await readConfig(options.config);
  const store = createStore(config.store);
  const vault = await createVault(config.keys, ['scrubbed'], { create: false });
  try {
    const publicKey =
      options.publicKey === undefined ? await publicKeyOf(config) : await readPublicKey(options.publicKey);
    const sealer = createObjectSealer(vault, config.environment);
    const result = await verifyStore({ store, sealer, publicKey, opens: options.open === true });
    if (options.format === 'json') printLine(JSON.stringify(result));
    else for (const line of describeVerification(result)) printLine(line);
    const { length } = result.problems;
    tell(length === 0 ? 'nothing to object to' : `${String(length)} problems in ${store.describe()}`);
    if (length > 0) process.exitCode = 1;
  } finally {
    vault.close();
    await store.close();
  }
}

async function publicKeyOf({ keys }: SharedConfig): Promise<KeyObject> {
  const signer = await createSigner(keys, { create: false });
  try {
    return await signer.publicKey();
  } finally {
    signer.close();
  }
}

async function readPublicKey(path: string): Promise<KeyObject> {
  try {
    return createPublicKey(await readFile(path));
  } catch (cause) {
    throw new ScrubjayError('SJ_USAGE', `${path} holds no public key (${describeForeign(cause)}).`, {
      fix: 'Give a PEM file that begins with BEGIN PUBLIC KEY.',
      cause,
    });
  }
}
