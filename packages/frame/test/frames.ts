import {
  createCanonicalWriter,
  FrameBuilder,
  LineBuffer,
  type Frame,
  type FrameBuilderOptions,
  type FrameDetails,
  type FrameSource,
} from '../src/index.js';

export const source: FrameSource = {
  ...{
    stream: 'app-logs',
    partition: 3,
    environment: 'test',
    service: 'checkout',
    format: 'json',
    schemaId: '',
  },
  ingestedAtMs: Date.UTC(2026, 0, 1, 0, 1, 40),
};

/** A frame of the given records, offsets counted from 100 and timestamps from the start of 2026. */
export function frameOf(
  records: readonly (string | Uint8Array)[],
  changes: Partial<FrameBuilderOptions> = {},
  details: FrameDetails = {},
): Frame {
  const builder = new FrameBuilder({ ...source, ...changes });
  records.forEach((record, index) => {
    builder.add(Buffer.from(record), BigInt(100 + index), Date.UTC(2026) + index);
  });
  return builder.build(details);
}

/** The canonical line of record `index`, and its time. */
export function lineOf(
  frame: Frame,
  index = 0,
  options: Parameters<typeof createCanonicalWriter>[1] = {},
): { readonly line: Buffer; readonly timeMs: number } {
  const writer = createCanonicalWriter(frame, options);
  const timeMs = writer.read(index);
  const lines = new LineBuffer();
  writer.write(lines);
  return { line: lines.content(), timeMs };
}
