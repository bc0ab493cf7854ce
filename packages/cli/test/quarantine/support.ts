import {
  createFrameCodec,
  quarantineFrames,
  type Frame,
  type FrameCodec,
  type Sealer,
} from '@scrubjay/frame';

/** Seals nothing: for tests of what is done with frames, not of how they are kept secret. */
export const openSealer: Sealer = {
  seal: async (_, plain) => plain,
  open: async (_, sealed) => sealed,
};

export const codec: FrameCodec = createFrameCodec({ sealer: openSealer, environment: 'test' });

export function withheld(
  record: string | Buffer,
  offset: number,
  parts: Partial<Parameters<typeof quarantineFrames>[0]> = {},
  maxPartBytes = 1000,
): Frame[] {
  return quarantineFrames(
    {
      ...{ stage: 'redactor', reason: 'too_deep', record: Buffer.from(record), stream: 'app', partition: 0 },
      ...{ offset: BigInt(offset), timestampMs: Date.UTC(2026, 0, 31, 10), ingestedAtMs: 2 },
      ...{ environment: 'test', service: 'checkout', format: 'json', schemaId: '' },
      ...parts,
    },
    maxPartBytes,
  );
}
