import {
  rulesetFor,
  type OpenText,
  type RecordOrigin,
  type RedactContext,
  type Ruleset,
} from '@scrubjay/engine';
import type { FindingCount, Frame, FrameOutput } from '@scrubjay/frame';
import { recordToQuarantine } from './quarantine-records.js';
import { readFrame } from './read-frame.js';
import type { FrameSchemas } from './schemas.js';
import { scrubFrame } from './scrub-frame.js';
import type { Shadow } from './shadow.js';

/** What a frame is redacted with. */
export interface FrameTools {
  /** With its overrides; the frame's origin decides between them. */
  readonly ruleset: Ruleset;
  readonly context: RedactContext;
  /** Schemas of records that are not JSON or text; without them such records are withheld. */
  readonly schemas: FrameSchemas | undefined;
  /** A candidate ruleset to compare with; it has no say in the output. */
  readonly shadow: Shadow | undefined;
}

/** What became of a frame: each of its records is in `outputs`, or counted in `discarded`. */
export interface RedactedFrame {
  readonly outputs: readonly FrameOutput[];
  readonly counts: readonly FindingCount[];
  readonly discarded: number;
  /** Texts that go on in the source's next frame. */
  readonly open: readonly OpenText[];
}

/** Redacts frames, in this thread or elsewhere. */
export interface FrameRedactor {
  /**
   * `continues` is what the frame before this one, of the same source, left open. Frames of one source are given one
   * after another, others side by side. May take the frame's bytes away. Rejects retryably where the same frame may be
   * redacted later.
   */
  redact(frame: Frame, continues: readonly OpenText[]): Promise<RedactedFrame>;
}

/** Rejects, retryably, where the schema registry cannot be asked; what stands in records never makes it reject. */
export async function redactOneFrame(
  frame: Frame,
  continues: readonly OpenText[],
  { ruleset, context, schemas, shadow }: FrameTools,
): Promise<RedactedFrame> {
  const schema = (await schemas?.nameOf(frame.schemaId)) ?? frame.schemaId;
  const origin: RecordOrigin = { service: frame.service, environment: frame.environment, schema };
  const rules = rulesetFor(ruleset, origin);
  const read = await readFrame(frame, schemas, schema, rules);
  const { frames, refused, counts, discarded, open } = scrubFrame(frame, read, continues, rules, context);
  shadow?.compare(read.input, rules, origin);
  const outputs = [
    ...frames.map((part) => ({ to: 'scrubbed', frame: part }) as const),
    ...refused.flatMap(({ index, reason }) => recordToQuarantine(frame, index, reason)),
  ];
  return { outputs, counts, discarded, open };
}
