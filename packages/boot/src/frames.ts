import type { Frame, FrameCodec, FrameInput, FrameOutput, FrameStream } from '@scrubjay/frame';
import { quarantineFrames } from '@scrubjay/frame';
import { isScrubjayError } from '@scrubjay/errors';
import type { SourceMessage, Stage, StageBatch } from '@scrubjay/pipeline';

export interface OpenFramesOptions {
  readonly codec: FrameCodec;
  /** The stream that the sealed frames were read from. */
  readonly from: FrameStream;
  readonly stageName: 'redactor' | 'sink';
  readonly environment: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

interface Opened {
  readonly inputs: readonly FrameInput[];
  readonly poison: readonly SourceMessage[];
}

/** Errors that say the message itself is bad, so that trying again or elsewhere would not help. */
const poisonCodes = new Set(['SJ_VAULT_OPEN_FAILED', 'SJ_FRAME_INVALID']);

/**
 * Turns a stage on frames into a stage on sealed messages. A message that cannot be opened goes to quarantine as it
 * is: it never stops a partition. An unreachable or refusing key service does: that is not the message's fault.
 */
export function openFrames<Out>(
  stage: Stage<FrameInput, Out>,
  options: OpenFramesOptions,
  quarantine: (output: FrameOutput) => Out,
): Stage<SourceMessage, Out> {
  return {
    async process(batch) {
      const { inputs, poison } = await openAll(batch.messages, options);
      const outputs = await stage.process({ ...batch, messages: inputs });
      if (poison.length === 0) return outputs;
      return [...outputs, ...poison.flatMap((message) => withhold(message, batch, options).map(quarantine))];
    },
  };
}

async function openAll(
  messages: readonly SourceMessage[],
  { codec, from }: OpenFramesOptions,
): Promise<Opened> {
  const inputs: FrameInput[] = [];
  const poison: SourceMessage[] = [];
  for (const message of messages) {
    const frame = message.value === null ? undefined : await openOne(message.value, codec, from);
    if (frame === undefined) poison.push(message);
    else inputs.push({ offset: message.offset, frame });
  }
  return { inputs, poison };
}

async function openOne(value: Buffer, codec: FrameCodec, from: FrameStream): Promise<Frame | undefined> {
  try {
    return await codec.open(from, value);
  } catch (error) {
    if (isScrubjayError(error) && poisonCodes.has(error.code)) return undefined;
    throw error;
  }
}

function withhold(
  message: SourceMessage,
  { partition }: StageBatch<SourceMessage>,
  { stageName, environment, now }: OpenFramesOptions,
): FrameOutput[] {
  const withheld = {
    stage: stageName,
    reason: 'frame_undecodable',
    record: message.value ?? Buffer.alloc(0),
    ...partition,
    offset: message.offset,
    timestampMs: message.timestampMs,
    ingestedAtMs: now(),
    environment,
    service: 'unknown',
    format: 'binary',
    schemaId: '',
  } as const;
  return quarantineFrames(withheld).map((frame) => ({ to: 'quarantine', frame }));
}
