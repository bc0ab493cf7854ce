import type { Frame, FrameCodec, FrameOutput } from '@scrubjay/frame';
import type { Delivery, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';
import { factsOf, isReason, isStage, type QuarantineFacts } from './quarantine-facts.js';

const offsetDigits = 20;
const prefix = 'quarantine/';
/** Stands for a service whose name is not as plain as a label. */
const noService = '-';

/**
 * Writes withheld records as sealed objects below quarantine/, where there is no Kafka topic for them. A record's key
 * is a function of its source position, so that a batch done again overwrites.
 */
export function createQuarantineStore(
  store: ObjectStore,
  codec: FrameCodec,
): (frames: readonly Frame[]) => Promise<void> {
  return async (frames) => {
    for (const { key, frame } of nameQuarantineObjects(frames)) {
      await store.put(key, await codec.seal('quarantine', frame), {});
    }
  };
}

/**
 * The keys of the objects that keep these frames, which hold whole records with their parts in order. `firstIndex` is that
 * of the first record of a source position.
 */
export function nameQuarantineObjects(
  frames: readonly Frame[],
  firstIndex = 0,
): readonly { readonly key: string; readonly frame: Frame }[] {
  const seen = new Map<string, number>();
  return frames.map((frame) => {
    const { part, parts, ...facts } = factsOf(frame);
    const place = placeOf(facts);
    // An OTLP request's log records share one position: their order tells them apart. A later part is of the last one.
    const index = part === 0 ? (seen.get(place) ?? firstIndex - 1) + 1 : (seen.get(place) ?? firstIndex);
    seen.set(place, index);
    return { key: `${place}-${index}-p${part}of${parts}.frame.esdk`, frame };
  });
}

function placeOf({ stage, reason, service, source }: Omit<QuarantineFacts, 'part' | 'parts'>): string {
  const stream = source.stream.replace(/[^A-Za-z0-9._-]/g, '-');
  const offset = String(source.offset).padStart(offsetDigits, '0');
  const folder = `${prefix}stage=${stage}/reason=${reason}/service=${service ?? noService}`;
  return `${folder}/${stream}-${source.partition}-${offset}`;
}

/** What the key of a quarantine object tells. */
export interface QuarantineKey extends Omit<QuarantineFacts, 'ingestedAtMs'> {
  /** The same for all parts of a record, and for no other record: the key up to the part. */
  readonly record: string;
}

const keyPattern =
  /^(quarantine\/stage=([a-z]+)\/reason=([a-z0-9_]+)(?:\/service=([^/]+))?\/([A-Za-z0-9._-]*)-(\d+)-(\d{20}))/;
const ending = /^-(\d+)-p(\d+)of(\d+)\.frame\.esdk$/;
/** How keys ended before they told the number of parts. */
const oldEnding = /^-p(\d+)-(\d+)\.frame\.esdk$/;

/** Reads a key; undefined for one of other makers. `parts` is 0 where the key does not tell. */
export function readQuarantineKey(key: string): QuarantineKey | undefined {
  const match = keyPattern.exec(key);
  const rest = match === null ? '' : key.slice(match[0].length);
  const [, index, part, parts] = ending.exec(rest) ?? [];
  const [, oldPart, oldIndex] = oldEnding.exec(rest) ?? [];
  if (match === null || (part === undefined && oldPart === undefined)) return undefined;
  const [, place = '', stage, reason, service, stream = '', partition, offset] = match;
  if (!isStage(stage) || !isReason(reason)) return undefined;
  return {
    record: `${place}-${index ?? oldIndex ?? ''}`,
    ...{ stage, reason },
    service: service === noService ? undefined : service,
    part: Number(part ?? oldPart),
    parts: Number(parts ?? 0),
    source: { stream, partition: Number(partition), offset: Number(offset) },
  };
}

/** A target that keeps quarantine frames in the store, durable before anything else of their delivery goes on. */
export function withQuarantineStore(
  target: Target<FrameOutput>,
  write: (frames: readonly Frame[]) => Promise<void>,
): Target<FrameOutput> {
  return {
    ...forward(target),
    async deliver(delivery: Delivery<FrameOutput>) {
      const withheld = delivery.outputs.filter(({ to }) => to === 'quarantine');
      await write(withheld.map(({ frame }) => frame));
      return target.deliver({
        ...delivery,
        outputs: delivery.outputs.filter(({ to }) => to !== 'quarantine'),
      });
    },
  };
}

/** The optional parts of a target, bound to it. */
function forward<T>(target: Target<T>): Omit<Target<T>, 'deliver'> {
  return {
    ...(target.onAssigned === undefined
      ? {}
      : { onAssigned: (p) => target.onAssigned?.(p) ?? Promise.resolve() }),
    ...(target.onRevoked === undefined
      ? {}
      : { onRevoked: (p) => target.onRevoked?.(p) ?? Promise.resolve() }),
    ...(target.end === undefined ? {} : { end: () => target.end?.() ?? Promise.resolve() }),
    close: () => target.close(),
  };
}
