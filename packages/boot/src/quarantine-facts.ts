import { quarantineReasons, type Frame, type QuarantineInfo, type QuarantineReason } from '@scrubjay/frame';

/**
 * What may be known of a withheld record without its key, so that whoever is on call sees what is withheld, and why,
 * and can open none of it. Nothing of the record is in it; see docs/decisions/0017-quarantine-tool.md.
 */
export interface QuarantineFacts {
  readonly stage: QuarantineInfo['stage'];
  readonly reason: QuarantineReason;
  /** Undefined where the name is not as plain as a label: it then stays inside. */
  readonly service: string | undefined;
  readonly part: number;
  readonly parts: number;
  /** Where the record came from: names and numbers of the transport. */
  readonly source: { readonly stream: string; readonly partition: number; readonly offset: number };
  /** Unix milliseconds when ingest took custody. */
  readonly ingestedAtMs: number;
}

/** What ingest makes of names that producers give, in headers and OTLP resources. */
const plainService = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;
const plainStream = /^[A-Za-z0-9._-]{1,249}$/;
const stages: readonly (string | undefined)[] = ['ingest', 'redactor', 'sink'];
const reasons: readonly (string | undefined)[] = quarantineReasons;

export function isStage(name: string | undefined): name is QuarantineInfo['stage'] {
  return stages.includes(name);
}

export function isReason(name: string | undefined): name is QuarantineReason {
  return reasons.includes(name);
}

const header = {
  stage: 'scrubjay-stage',
  reason: 'scrubjay-reason',
  service: 'scrubjay-service',
  part: 'scrubjay-part',
  source: 'scrubjay-source',
  ingestedAt: 'scrubjay-ingested-at',
} as const;

/** The facts of a quarantine frame; of one that does not say why it was withheld, as an internal error. */
export function factsOf(frame: Frame): QuarantineFacts {
  const { stage, reason, part, parts } = frame.quarantine ?? {
    ...({ stage: 'redactor', reason: 'internal_error', part: 0, parts: 1 } as const),
  };
  const { stream, partition, offsets, service, ingestedAtMs } = frame;
  return {
    ...{ stage, reason, part, parts, ingestedAtMs },
    service: plainService.test(service) ? service : undefined,
    source: { stream, partition, offset: offsets[0] ?? 0 },
  };
}

/** The facts as headers of a Kafka message. They are not authenticated: whoever holds the key goes by the frame. */
export function toHeaders({
  stage,
  reason,
  service,
  part,
  parts,
  source,
  ingestedAtMs,
}: QuarantineFacts): Record<string, string> {
  const { stream, partition, offset } = source;
  return {
    [header.stage]: stage,
    [header.reason]: reason,
    ...(service === undefined ? {} : { [header.service]: service }),
    [header.part]: `${part}/${parts}`,
    [header.ingestedAt]: String(ingestedAtMs),
    // The name of a file may say whose it is; a topic has a plain one.
    ...(plainStream.test(stream) ? { [header.source]: `${stream}/${partition}/${offset}` } : {}),
  };
}

/** The reverse; undefined for a message of before there were headers, or with headers that are none of ours. */
export function readHeaders(headers: Readonly<Record<string, string>>): QuarantineFacts | undefined {
  const stage = headers[header.stage];
  const reason = headers[header.reason];
  const service = headers[header.service];
  const numbers = /^(\d{1,9})\/(\d{1,9})$/.exec(headers[header.part] ?? '');
  const place = /^([A-Za-z0-9._-]{1,249})\/(\d{1,9})\/(\d{1,16})$/.exec(headers[header.source] ?? '');
  const ingestedAt = headers[header.ingestedAt] ?? '';
  if (!isStage(stage) || !isReason(reason) || !/^\d{1,16}$/.test(ingestedAt)) return undefined;
  if (numbers === null || place === null) return undefined;
  return {
    ...{ stage, reason },
    service: service !== undefined && plainService.test(service) ? service : undefined,
    part: Number(numbers[1]),
    parts: Number(numbers[2]),
    source: { stream: place[1] ?? '', partition: Number(place[2]), offset: Number(place[3]) },
    ingestedAtMs: Number(ingestedAt),
  };
}
