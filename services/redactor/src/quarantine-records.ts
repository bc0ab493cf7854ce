import {
  attributesAt,
  quarantineFrames,
  recordAt,
  type Frame,
  type FrameOutput,
  type QuarantineReason,
} from '@scrubjay/frame';

/** A record of a frame, whole and as it came in, for quarantine. Its bytes are copied. */
export function recordToQuarantine(frame: Frame, index: number, reason: QuarantineReason): FrameOutput[] {
  const withheld = {
    stage: 'redactor',
    reason,
    record: recordAt(frame, index),
    stream: frame.stream,
    partition: frame.partition,
    environment: frame.environment,
    service: frame.service,
    format: frame.format,
    schemaId: frame.schemaId,
    offset: BigInt(frame.offsets[index] ?? 0),
    timestampMs: frame.timestampsMs[index] ?? 0,
    attributes: attributesAt(frame, index),
    ingestedAtMs: frame.ingestedAtMs,
  } as const;
  return quarantineFrames(withheld).map((part) => ({ to: 'quarantine', frame: part }));
}
