import { Buffer } from 'node:buffer';
import type { Ruleset } from '@scrubjay/engine';
import type { Target } from '../target.js';
import { createCodecTargets } from './codecs.js';
import { createConfigTarget } from './config.js';
import { createFrameTarget } from './frame.js';
import { createOtlpTarget } from './otlp.js';
import { createRecordTarget } from './record.js';
import { createRecordBatchTarget } from './record-batch.js';
import { createRulesTarget } from './rules.js';
import { createSchemaTargets, createWireTarget } from './schemas.js';
import { createVaultTarget } from './vault.js';

/** Every parser that reads input from outside. */
export async function createTargets(ruleset: Ruleset, packs: readonly string[]): Promise<readonly Target[]> {
  const examples = ruleset.detectors.flatMap((detector) => detector.examples);
  const texts = examples.filter(({ format }) => format === 'text').map(({ text }) => Buffer.from(text));
  const jsons = examples.filter(({ format }) => format === 'json').map(({ text }) => Buffer.from(text));
  return [
    createRecordTarget('text', ruleset, texts),
    createRecordTarget('json', ruleset, [...jsons, ...texts.map(wrap)]),
    createFrameTarget(),
    createOtlpTarget(),
    createRulesTarget(packs.map((pack) => Buffer.from(pack))),
    createConfigTarget(),
    ...(await createCodecTargets()),
    createRecordBatchTarget(),
    ...(await createSchemaTargets()),
    createWireTarget(),
    await createVaultTarget(),
  ];
}

/** A text as a JSON record would hold it: by itself, and as a string in a string. */
function wrap(text: Buffer, index: number): Buffer {
  const value = index % 2 === 0 ? text.toString() : JSON.stringify({ message: text.toString() });
  return Buffer.from(JSON.stringify({ level: 30, msg: value, n: [index, null, true] }));
}
