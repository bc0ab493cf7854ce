import { otlpToCanonical, readOtlpRequest, type QuarantineReason } from '@scrubjay/frame';

export interface OtlpEntry {
  /** Undefined where the resource names none. */
  readonly service: string | undefined;
  /** Undefined where the log record has no time. */
  readonly timestampMs: number | undefined;
  /** Canonical JSON; or, where that could not be written, the log record as an OTLP request of its own. */
  readonly record: Buffer;
  readonly form: 'canonical' | 'otlp-protobuf';
  /** Set where it must be withheld. */
  readonly reason?: QuarantineReason;
}

/**
 * The log records of an OTLP request in its order, or the reason why the whole request must be withheld. Log records
 * that cannot be written as canonical JSON, or come out larger than `maxRecordBytes`, are withheld one by one.
 */
export function expandOtlp(
  value: Buffer,
  format: 'otlp-json' | 'otlp-protobuf',
  maxRecordBytes: number,
): readonly OtlpEntry[] | QuarantineReason {
  const read = readOtlpRequest(value, format === 'otlp-json' ? 'json' : 'protobuf');
  if (read.kind === 'withheld') return read.reason;
  const entries: OtlpEntry[] = [];
  for (const { kind, service, timestampMs, record, ...rest } of otlpToCanonical(read.request)) {
    const entry = { service, timestampMs, record, form: 'canonical' } as const;
    if (kind === 'withheld' && 'reason' in rest)
      entries.push({ ...entry, form: 'otlp-protobuf', reason: rest.reason });
    else entries.push(record.length > maxRecordBytes ? { ...entry, reason: 'too_large' } : entry);
  }
  return entries;
}
