import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { nameQuarantineObjects } from '@scrubjay/boot';
import type { FrameCodec } from '@scrubjay/frame';
import { sha256Of, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Rewrite } from './amendment.js';
import type { RedactedLines, WithheldLine } from './redact-lines.js';

const compress = promisify(gzip);
const numberBytes = 6;
/** Beyond the numbers that runs and replays give. */
const firstNumber = 2 ** 49;

/** An object's new bytes, sealed, and what is to be said of them. */
export interface PreparedObject {
  readonly rewrite: Rewrite;
  readonly body: Buffer;
  readonly withheld: readonly WithheldLine[];
}

export interface Before {
  readonly key: string;
  /** Where it lies now, if elsewhere. */
  readonly from: string | null;
  readonly body: Buffer;
}

/** Seals what became of an object; nothing is stored yet. */
export async function prepareObject(
  before: Before,
  redacted: RedactedLines,
  options: { readonly sealer: ObjectSealer; readonly compressionLevel: number },
): Promise<PreparedObject> {
  const kept = redacted.lines.filter((line) => line !== undefined);
  const plain = Buffer.concat(kept);
  const body = await options.sealer.sealObject(await compress(plain, { level: options.compressionLevel }));
  return {
    body,
    withheld: redacted.withheld,
    rewrite: {
      ...{ key: before.key, from: before.from, before: sha256Of(before.body), sha256: sha256Of(body) },
      ...{ bytes: body.length, plainBytes: plain.length, records: kept.length },
      ...{ changed: redacted.changed, discarded: redacted.discarded, withheld: redacted.withheld.length },
      findings: redacted.findings.map((finding) => ({ ...finding })),
    },
  };
}

/**
 * Puts records that must not stay into quarantine, before the object without them is written. Their names depend on where
 * they stood only, so that a second try writes over the first.
 */
export async function withholdLines(
  store: ObjectStore,
  codec: FrameCodec,
  { rewrite, withheld }: PreparedObject,
): Promise<void> {
  for (const { index, frames } of withheld) {
    const name = createHash('sha256')
      .update(`${rewrite.key}\n${rewrite.before}\n${String(index)}`)
      .digest();
    const number = firstNumber + name.readUIntBE(0, numberBytes);
    for (const { key, frame } of nameQuarantineObjects(frames, number))
      await store.put(key, await codec.seal('quarantine', frame), {});
  }
}
