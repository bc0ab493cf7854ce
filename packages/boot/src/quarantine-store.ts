import type { Frame, FrameCodec, FrameOutput } from '@scrubjay/frame';
import type { Delivery, Target } from '@scrubjay/pipeline';
import type { ObjectStore } from '@scrubjay/transport';

const offsetDigits = 20;

/**
 * Writes withheld records as sealed objects below quarantine/, where there is no Kafka topic for them. A record's key
 * is a function of its source position, so that a batch done again overwrites.
 */
export function createQuarantineStore(
  store: ObjectStore,
  codec: FrameCodec,
): (frames: readonly Frame[]) => Promise<void> {
  return async (frames) => {
    const seen = new Map<string, number>();
    for (const frame of frames) {
      const place = placeOf(frame);
      // An OTLP request's log records share one position: their order tells them apart.
      const index = seen.get(place) ?? 0;
      seen.set(place, index + 1);
      await store.put(`${place}-${index}.frame.esdk`, await codec.seal('quarantine', frame), {});
    }
  };
}

function placeOf(frame: Frame): string {
  const { stage, reason, part } = frame.quarantine ?? { stage: 'unknown', reason: 'internal_error', part: 0 };
  const stream = frame.stream.replace(/[^A-Za-z0-9._-]/g, '-');
  const offset = String(frame.offsets[0] ?? 0).padStart(offsetDigits, '0');
  return `quarantine/stage=${stage}/reason=${reason}/${stream}-${frame.partition}-${offset}-p${part}`;
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
