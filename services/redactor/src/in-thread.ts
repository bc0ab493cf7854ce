import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Limits, RedactContext, Ruleset } from '@scrubjay/engine';
import { redactOneFrame, type FrameRedactor } from './redact-frame.js';
import type { FrameSchemas } from './schemas.js';
import type { Shadow } from './shadow.js';

export interface InThreadOptions {
  /** Asked for at every frame, so that a reload takes effect at a frame boundary. */
  readonly ruleset: () => Ruleset;
  readonly pseudonyms: { readonly key: Buffer; readonly epoch: string; readonly tenant?: string };
  /** Encrypts values for the action `seal`; without it they are masked. */
  readonly seal?: NonNullable<RedactContext['seal']>;
  readonly limits: Limits;
  /** Schemas of records that are not JSON or text; without them such records are withheld. */
  readonly schemas?: FrameSchemas | undefined;
  /** A candidate ruleset to compare with; it has no say in the output. */
  readonly shadow?: Shadow | undefined;
}

/** Redacts in the thread that asks: nothing else runs in it meanwhile. A frame in which nothing was found keeps its bytes. */
export function createInThreadRedactor(options: InThreadOptions): FrameRedactor {
  const { ruleset, pseudonyms, seal, limits, schemas, shadow } = options;
  const context = redactContext(pseudonyms, limits, seal);
  // Partitions are worked on side by side, yet one frame at a time: heartbeats and probes get their turn after each,
  // where frames of all partitions in one turn could take longer than a session lasts.
  let turn = Promise.resolve();
  const takeTurn = (): Promise<void> => (turn = turn.then(() => nextTurn()));
  return {
    async redact(frame, continues) {
      await takeTurn();
      return redactOneFrame(frame, continues, { ruleset: ruleset(), context, schemas, shadow });
    },
  };
}

/** Options of the engine, without keys that are left out. */
export function redactContext(
  { key, epoch, tenant }: InThreadOptions['pseudonyms'],
  limits: Limits,
  seal: RedactContext['seal'],
): RedactContext {
  return {
    pseudonymKey: key,
    epoch,
    ...(tenant === undefined ? {} : { tenant }),
    ...(seal === undefined ? {} : { seal }),
    limits,
  };
}
