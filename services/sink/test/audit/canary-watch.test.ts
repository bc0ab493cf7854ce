import { loadRuleset } from '@scrubjay/boot';
import { defaultLimits, redactFrame } from '@scrubjay/engine';
import {
  canariesAt,
  canaryKinds,
  canaryService,
  FrameBuilder,
  recordAt,
  type Frame,
  type FrameInput,
} from '@scrubjay/frame';
import t from 'tap';
import type { Alarm } from '../../src/audit/alarm.js';
import { CanaryWatch } from '../../src/audit/canary-watch.js';

const ruleset = await loadRuleset({ policy: 'standard' });
const context = { pseudonymKey: Buffer.alloc(32, 1), epoch: 'e1', limits: defaultLimits };
const place = { stream: 'app', partition: 0 };

function frameOf(offset: number, records: readonly Buffer[], service = canaryService): Frame {
  const builder = new FrameBuilder({
    ...{ ...place, environment: 'test', service, format: 'json', schemaId: '', ingestedAtMs: 1 },
  });
  for (const record of records) builder.add(record, BigInt(offset), 1);
  return builder.build();
}

function scrub(frame: Frame): Frame {
  const { records: bytes, lengths } = frame;
  const result = redactFrame(ruleset, { bytes, lengths, format: 'json' }, context);
  return {
    ...frame,
    records: result.bytes,
    lengths: result.lengths,
    rulesetFingerprint: ruleset.fingerprint,
  };
}

const canaries = (offset: number, previous?: number): Frame =>
  frameOf(
    offset,
    canariesAt({ ...place, offset }, canaryKinds, previous).map(({ record }) => record),
  );

function useWatch() {
  const seen: Record<string, number> = {};
  const watch = new CanaryWatch((outcome, count) => (seen[outcome] = (seen[outcome] ?? 0) + count));
  const sift = (
    ...frames: Frame[]
  ): { readonly rest: readonly FrameInput[]; readonly alarms: readonly Alarm[] } =>
    watch.sift(frames.map((frame, at) => ({ offset: BigInt(at), frame })));
  return { watch, seen, sift };
}

t.test('the standard policy scrubs every canary, and what it says of itself stays', async (t) => {
  const { seen, sift } = useWatch();
  for (let offset = 1; offset <= 300; offset += 1) {
    const { rest, alarms } = sift(scrub(canaries(offset * 977, (offset - 1) * 977)));
    if (alarms.length > 0 || rest.length > 0) t.strictSame([rest, alarms], [[], []], String(offset));
  }
  t.strictSame(seen, { scrubbed: 300 * canaryKinds.length });
});

t.test('a canary that still has its value raises the alarm', async (t) => {
  const { seen, sift } = useWatch();
  const real = frameOf(8, [Buffer.from('{"a":1}')], 'app');
  const { rest, alarms } = sift(real, canaries(8));
  t.strictSame(
    rest.map(({ frame }) => frame),
    [real],
  );
  t.match(alarms, [{ kind: 'canary_unscrubbed', count: canaryKinds.length, service: undefined }]);
  t.strictSame(seen, { unscrubbed: canaryKinds.length });
});

t.test('canaries that never arrived are missed once others do', async (t) => {
  const { watch, sift } = useWatch();
  t.strictSame(sift(scrub(canaries(10, 5))).alarms, [], 'the first ones that are seen');
  t.strictSame(sift(scrub(canaries(20, 10))).alarms, []);
  t.match(sift(scrub(canaries(40, 30))).alarms, [{ kind: 'canary_missing', count: 1 }]);
  t.strictSame(sift(scrub(canaries(50))).alarms, [], 'another ingest knows of none before');
  t.strictSame(sift(scrub(canaries(45, 40))).alarms, [], 'read again');
  watch.forget();
  t.strictSame(sift(scrub(canaries(90, 70))).alarms, [], 'another sink had the partition');
});

t.test(
  'a canary that was left out of its row is missed, and one that is none any more is told',
  async (t) => {
    const { sift } = useWatch();
    const whole = scrub(canaries(10));
    const records = canaryKinds.map((_, index) => Buffer.from(recordAt(whole, index)));
    t.match(sift(frameOf(10, records.slice(1))).alarms, [{ kind: 'canary_missing', count: 1 }]);
    const broken = [...records.slice(1), Buffer.from('{"canary":"[EMAIL]"}')];
    t.match(sift(frameOf(20, broken)).alarms, [{ kind: 'canary_damaged', count: 1 }]);
  },
);
