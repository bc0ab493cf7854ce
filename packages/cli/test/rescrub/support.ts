import { gzipSync } from 'node:zlib';
import { attributesAt, recordAt, selectRecords, type FrameInput, type FrameOutput } from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { createManifestWriter, createObjectSealer, Journal, manifestKey, sha256Of } from '@scrubjay/sink';
import { createFolderStore, type ObjectStore } from '@scrubjay/transport';
import { createLocalSigner, type Signer } from '@scrubjay/vault';
import type { Test } from 'tap';
import type { OpenStage } from '../../src/rescrub/redact-lines.js';
import { RescrubReport } from '../../src/rescrub/report.js';
import { rescrubStore, type RescrubOptions } from '../../src/rescrub/rescrub-store.js';
import { codec, openSealer, withheld } from '../quarantine/support.js';

export const sealer = createObjectSealer(openSealer, 'test');
export const fingerprint = 'ab'.repeat(32);

const newline = Buffer.from('\n');

/** Masks "secret", withholds what holds "bad", discards what holds "gone". */
export const openStage: OpenStage = (onFinding): Stage<FrameInput, FrameOutput> => ({
  async process({ messages }) {
    return messages.flatMap(({ frame }) =>
      [...frame.lengths.keys()].flatMap((index): FrameOutput[] => {
        const record = recordAt(frame, index);
        if (record.includes('gone')) return [];
        if (record.includes('bad')) {
          const parts = withheld(record, frame.offsets[index] ?? 0, { reason: 'scan_budget' });
          return parts.map((part) => ({ to: 'quarantine', frame: part }));
        }
        const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.toString().replaceAll('secret', '[X]'));
        if (record.includes('secret')) onFinding('secret', 'mask', 1);
        const records = Buffer.concat([mask(record), newline]);
        const beside = attributesAt(frame, index);
        const bytes = beside === undefined ? undefined : Buffer.concat([mask(beside), newline]);
        const scrubbed = selectRecords(frame, [index], {
          ...{ records, lengths: Uint32Array.of(records.length) },
          ...(bytes === undefined ? {} : { attributes: { bytes, lengths: Uint32Array.of(bytes.length) } }),
        });
        return [{ to: 'scrubbed', frame: { ...scrubbed, rulesetFingerprint: fingerprint } }];
      }),
    );
  },
});

export function line(body: unknown, offset: number): string {
  const [time, observed_time] = ['2026-01-31T10:00:00.000Z', '2026-01-31T10:00:01.000Z'];
  const source = { stream: 'app', partition: 0, offset, index: offset };
  return JSON.stringify({ time, observed_time, service: 'a', body, source, ruleset: '000000000000' });
}

export const keyOf = (first: number): string =>
  `logs/service=a/dt=2026-01-31/hr=10/s-0-${String(first).padStart(20, '0')}.ndjson.gz.esdk`;

export interface World {
  readonly store: ObjectStore;
  readonly signer: Signer;
}

/** A store with a flush for each list of lines, one position a flush, as the sink leaves it. */
export async function useStore(
  t: Test,
  flushes: readonly (readonly string[])[],
  held = false,
): Promise<World> {
  const dir = t.testdir({ keys: {}, objects: {} });
  const store = createFolderStore({ path: `${dir}/objects` });
  const signer = await createLocalSigner({ dir: `${dir}/keys` });
  const manifests = createManifestWriter({
    ...{ environment: 'test', signer, sealedUnder: 'local', now: Date.now },
    seal: (plain) => sealer.sealManifest(plain),
  });
  const seals = {
    seal: (plain: Buffer) => sealer.sealJournal(plain),
    open: (sealed: Buffer) => sealer.openJournal(sealed),
  };
  const journal = new Journal(store, seals, 's', 0);
  let previous = null;
  for (const [index, lines] of flushes.entries()) {
    const plain = Buffer.from(lines.map((one) => `${one}\n`).join(''));
    const key = held ? `held/${keyOf(index)}` : keyOf(index);
    const packed = gzipSync(plain);
    const body = await (held ? sealer.sealHeld(packed) : sealer.sealObject(packed));
    const object = { key, records: lines.length, plainBytes: plain.length, isHeld: held };
    const [first, next, partition] = [BigInt(index), BigInt(index + 1), { stream: 's', partition: 0 }];
    const written = await manifests.write({
      ...{ partition, first, next, withheld: 0, tally: undefined, previous },
      key: manifestKey({ ...partition, first }),
      objects: [{ object, body, sha256: sha256Of(body) }],
    });
    await journal.write({ first, next, keys: [key], manifest: written.link, previous, voided: [] });
    await store.put(key, body);
    await store.put(written.link.key, written.body);
    previous = written.link;
  }
  return { store, signer };
}

export async function optionsFor(
  { store, signer }: World,
  parts: Partial<RescrubOptions> = {},
): Promise<RescrubOptions> {
  return {
    ...{ store, signer, sealer, codec, openStage, compressionLevel: 1, isDryRun: false, now: Date.now },
    publicKey: await signer.publicKey(),
    committed: new Map([['s-0', 1_000n]]),
    facts: { environment: 'test', run: 'run', ruleset: fingerprint, sealedUnder: 'local' },
    report: new RescrubReport(),
    ...parts,
  };
}

export async function rescrub(
  world: World,
  keys: readonly string[],
  parts: Partial<RescrubOptions> = {},
): Promise<RescrubReport> {
  const options = await optionsFor(world, parts);
  await rescrubStore(keys, options);
  return options.report;
}

export async function linesAt(store: ObjectStore, key: string): Promise<string[]> {
  const found = await store.get(key);
  const plain = found === undefined ? '' : (await sealer.openObject(found.body)).toString();
  return plain.split('\n').filter((one) => one !== '');
}

/** The bodies of an object's records. */
export async function bodiesAt({ store }: Pick<World, 'store'>, key: string): Promise<unknown[]> {
  return (await linesAt(store, key)).map((one) => (JSON.parse(one) as { body: unknown }).body);
}
