import { FrameBuilder, type Frame } from '@scrubjay/frame';

/** A frame of text records whose offsets count from `offset`; `parts` takes the place of what it says otherwise. */
export function frameOf(
  records: readonly (string | Buffer)[],
  offset = 0,
  parts: Partial<Frame> = {},
): Frame {
  const builder = new FrameBuilder({
    ...{ stream: 'app', partition: 0, environment: 'test', service: 'api', format: 'text', schemaId: '' },
    ingestedAtMs: 7,
  });
  records.forEach((record, at) => builder.add(Buffer.from(record), BigInt(offset + at), 100 + at));
  return { ...builder.build(), ...parts };
}
