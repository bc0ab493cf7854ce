import { ScrubjayError, type ErrorCode } from '@scrubjay/errors';
import type { Frame, FrameCodec, FrameInput, FrameOutput } from '@scrubjay/frame';
import type { SourceMessage, Stage, StageBatch } from '@scrubjay/pipeline';
import t from 'tap';
import { openFrames } from '../src/frames.js';
import { frameOf } from './doubles.js';

/** Sealed messages are the records themselves; those that begin with SJ_ are errors of that code. */
const codec: FrameCodec = {
  seal: async () => Buffer.alloc(0),
  open: async (_from, sealed) => {
    const text = sealed.toString();
    if (text === 'foreign') throw new TypeError('s3cret');
    if (text.startsWith('SJ_')) throw new ScrubjayError(text as ErrorCode, 'It failed.');
    return frameOf(text);
  },
};

const options = { codec, from: 'raw', stageName: 'redactor', environment: 'test', now: () => 5000 } as const;

function batchOf(...values: (string | null)[]): StageBatch<SourceMessage> {
  const messages = values.map((value, index) => ({
    offset: BigInt(10 + index),
    timestampMs: 3000 + index,
    key: null,
    value: value === null ? null : Buffer.from(value),
    headers: {},
  }));
  return {
    partition: { stream: 'scrubjay.raw', partition: 4 },
    first: 10n,
    next: BigInt(10 + values.length),
    messages,
  };
}

class KeptStage implements Stage<FrameInput, FrameOutput> {
  readonly batches: StageBatch<FrameInput>[] = [];

  async process(batch: StageBatch<FrameInput>): Promise<readonly FrameOutput[]> {
    this.batches.push(batch);
    return batch.messages.map(({ frame }) => ({ to: 'scrubbed', frame }));
  }
}

const textOf = (frame: Frame): string => frame.records.toString();

t.test('hands the frames to the stage, with the positions of their messages', async (t) => {
  const stage = new KeptStage();
  const outputs = await openFrames(stage, options, (output) => output).process(batchOf('a', 'b'));
  t.match(stage.batches, [
    {
      partition: { stream: 'scrubjay.raw', partition: 4 },
      first: 10n,
      next: 12n,
      messages: [{ offset: 10n }, { offset: 11n }],
    },
  ]);
  t.strictSame(
    outputs.map(({ to, frame }) => `${to} ${textOf(frame)}`),
    ['scrubbed a\n', 'scrubbed b\n'],
  );
});

t.test('sends a message that cannot be opened to quarantine as it is, and goes on', async (t) => {
  const stage = new KeptStage();
  const poison = ['SJ_VAULT_OPEN_FAILED', 'SJ_FRAME_INVALID', null];
  const outputs = await openFrames(stage, options, (output) => output).process(batchOf('a', ...poison, 'b'));
  t.strictSame(
    stage.batches[0]?.messages.map(({ offset }) => offset),
    [10n, 14n],
  );
  t.match(
    outputs.map(({ to, frame }) => ({ to, text: textOf(frame), offset: frame.offsets[0], ...frame })),
    [
      { to: 'scrubbed', text: 'a\n' },
      { to: 'scrubbed', text: 'b\n' },
      ...['SJ_VAULT_OPEN_FAILED\n', 'SJ_FRAME_INVALID\n', '\n'].map((text, index) => ({
        to: 'quarantine',
        text,
        offset: 11 + index,
        stream: 'scrubjay.raw',
        partition: 4,
        environment: 'test',
        format: 'binary',
        ingestedAtMs: 5000,
        quarantine: { stage: 'redactor', reason: 'frame_undecodable', part: 0, parts: 1 },
      })),
    ],
  );
});

t.test('cuts a large message into parts', async (t) => {
  const open = async (): Promise<never> => {
    throw new ScrubjayError('SJ_FRAME_INVALID', 'No frame.');
  };
  const stage = openFrames(new KeptStage(), { ...options, codec: { ...codec, open } }, (output) => output);
  const outputs = await stage.process(batchOf('x'.repeat(1_000_000)));
  const frames = outputs.map(({ frame }) => frame);
  t.equal(frames.length, 2);
  t.equal(
    frames.reduce((sum, { records }) => sum + records.length - 1, 0),
    1_000_000,
  );
});

t.test(
  'an error that is not the fault of the message stops the batch: nothing goes to quarantine',
  async (t) => {
    const stage = new KeptStage();
    for (const code of ['SJ_VAULT_UNAVAILABLE', 'SJ_VAULT_KEY_DENIED', 'SJ_INTERNAL'] as const)
      await t.rejects(openFrames(stage, options, (output) => output).process(batchOf('a', code)), { code });
    await t.rejects(openFrames(stage, options, (output) => output).process(batchOf('foreign')), TypeError);
    t.strictSame(stage.batches, []);
  },
);
