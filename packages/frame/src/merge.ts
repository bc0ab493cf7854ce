import { attributesAt } from './attributes.js';
import { defaultMaxFrameBytes, FrameBuilder } from './builder.js';
import { recordAt } from './records.js';
import type { Frame } from './types.js';

/**
 * The same records in fewer frames: neighbours that differ in nothing but their records become one, up to
 * `maxFrameBytes`. So records that once stood in one frame are scanned together again.
 */
export function mergeFrames(
  frames: readonly Frame[],
  maxFrameBytes: number = defaultMaxFrameBytes,
): readonly Frame[] {
  const runs: Frame[][] = [];
  let bytes = 0;
  for (const frame of frames) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const fits = bytes + frame.records.length <= maxFrameBytes;
    if (before !== undefined && fits && goTogether(before, frame)) {
      run?.push(frame);
      bytes += frame.records.length;
    } else {
      runs.push([frame]);
      bytes = frame.records.length;
    }
  }
  return runs.flatMap((run) => (run.length === 1 ? run : [join(run)]));
}

function goTogether(a: Frame, b: Frame): boolean {
  return (a.offsets.at(-1) ?? 0) <= (b.offsets[0] ?? 0) && identityOf(a) === identityOf(b);
}

function identityOf(frame: Frame): string {
  const { rulesetFingerprint, findings, quarantine } = frame;
  return JSON.stringify([Object.values(sourceOf(frame)), rulesetFingerprint, findings, quarantine]);
}

function sourceOf({
  stream,
  partition,
  environment,
  service,
  format,
  schemaId,
  ingestedAtMs,
}: Frame): Pick<
  Frame,
  'stream' | 'partition' | 'environment' | 'service' | 'format' | 'schemaId' | 'ingestedAtMs'
> {
  return { stream, partition, environment, service, format, schemaId, ingestedAtMs };
}

function join(frames: readonly Frame[]): Frame {
  const [first] = frames as readonly [Frame, ...Frame[]];
  const expectedBytes = frames.reduce((sum, { records }) => sum + records.length, 0);
  const builder = new FrameBuilder({ ...sourceOf(first), expectedBytes });
  for (const frame of frames) {
    frame.lengths.forEach((_, index) => {
      const offset = BigInt(frame.offsets[index] ?? 0);
      const timestampMs = frame.timestampsMs[index] ?? 0;
      builder.add(recordAt(frame, index), offset, timestampMs, attributesAt(frame, index));
    });
  }
  const { rulesetFingerprint, findings, quarantine } = first;
  return builder.build({
    rulesetFingerprint,
    findings,
    ...(quarantine === undefined ? {} : { quarantine }),
  });
}
