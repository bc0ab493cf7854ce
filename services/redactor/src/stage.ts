import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  rulesetFor,
  type Limits,
  type RecordOrigin,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import {
  attributesAt,
  quarantineFrames,
  recordAt,
  type Frame,
  type FrameInput,
  type FrameOutput,
  type QuarantineReason,
} from '@scrubjay/frame';
import type { Stage } from '@scrubjay/pipeline';
import { OpenTexts } from './open-texts.js';
import { readFrame } from './read-frame.js';
import type { FrameSchemas } from './schemas.js';
import { scrubFrame } from './scrub-frame.js';
import type { Shadow } from './shadow.js';

/** Told what was done to a frame; for counting only. */
export interface RedactorEvents {
  onFinding(detector: string, action: string, count: number): void;
  onDiscarded(count: number): void;
}

export interface RedactorOptions {
  /** Asked for at every frame, so that a reload takes effect at a frame boundary. */
  readonly ruleset: () => Ruleset;
  readonly pseudonyms: { readonly key: Buffer; readonly epoch: string; readonly tenant?: string };
  /** Encrypts values for the action `seal`; without it they are masked. */
  readonly seal?: NonNullable<RedactContext['seal']>;
  readonly limits: Limits;
  readonly events: RedactorEvents;
  /** Schemas of records that are not JSON or text; without them such records are withheld. */
  readonly schemas?: FrameSchemas | undefined;
  /** A candidate ruleset to compare with; it has no say in the output. */
  readonly shadow?: Shadow | undefined;
}

/**
 * Frame in, frame out. Every record is scrubbed, discarded by a rule, or withheld whole for quarantine; none is
 * passed on unexamined. A frame in which nothing was found keeps its bytes; Protobuf and Avro become JSON. Rejects,
 * retryably, where the schema registry cannot be asked.
 */
export function createRedactorStage(options: RedactorOptions): Stage<FrameInput, FrameOutput> {
  const { pseudonyms, seal, limits } = options;
  const context: RedactContext = {
    pseudonymKey: pseudonyms.key,
    epoch: pseudonyms.epoch,
    ...(pseudonyms.tenant === undefined ? {} : { tenant: pseudonyms.tenant }),
    ...(seal === undefined ? {} : { seal }),
    limits,
  };
  // Partitions are worked on side by side, yet one frame at a time: heartbeats and probes get their turn after each,
  // where frames of all partitions in one turn could take longer than a session lasts.
  const texts = new OpenTexts();
  let turn = Promise.resolve();
  const takeTurn = (): Promise<void> => (turn = turn.then(() => nextTurn()));
  return {
    async process(batch) {
      const outputs: FrameOutput[] = [];
      for (const { frame } of batch.messages) {
        await takeTurn();
        outputs.push(...(await redact(frame, options, context, texts)));
      }
      return outputs;
    },
  };
}

async function redact(
  frame: Frame,
  options: RedactorOptions,
  context: RedactContext,
  texts: OpenTexts,
): Promise<FrameOutput[]> {
  const { ruleset, events, shadow, schemas } = options;
  const schema = (await schemas?.nameOf(frame.schemaId)) ?? frame.schemaId;
  const origin: RecordOrigin = { service: frame.service, environment: frame.environment, schema };
  const rules = rulesetFor(ruleset(), origin);
  const read = await readFrame(frame, schemas, schema, rules);
  const continues = texts.before(frame);
  const scrubbed = scrubFrame(frame, read, continues, rules, context);
  texts.remember(frame, continues, scrubbed.open);
  for (const { detector, action, count } of scrubbed.counts) events.onFinding(detector, action, count);
  if (scrubbed.discarded > 0) events.onDiscarded(scrubbed.discarded);
  shadow?.compare(read.input, rules, origin);
  return [
    ...scrubbed.frames.map((part) => ({ to: 'scrubbed', frame: part }) as const),
    ...scrubbed.refused.flatMap(({ index, reason }) => recordToQuarantine(frame, index, reason)),
  ];
}

function recordToQuarantine(frame: Frame, index: number, reason: QuarantineReason): FrameOutput[] {
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
