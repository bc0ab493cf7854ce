import t from 'tap';
import { compileRuleset, defaultLimits, type FrameBytes, type Ruleset } from '@scrubjay/engine';
import { createShadow, type ShadowOptions } from '../src/shadow.js';

function rulesOf(
  ...detectors: readonly (readonly [id: string, pattern: string, action?: string])[]
): Ruleset {
  const lines = detectors.map(
    ([id, pattern, action = 'mask']) =>
      `  - { id: ${id}, title: T, category: pii, severity: low, pattern: '${pattern}', action: ${action}, examples: { match: [a, b, c], ignore: [d, e, f] } }`,
  );
  const text = ['pack: fake', 'title: Fake', 'detectors:', ...lines, ''].join('\n');
  return compileRuleset({ packs: [{ file: 'fake.yaml', text }] });
}

function frameOf(records: readonly string[], format: FrameBytes['format'] = 'text'): FrameBytes {
  const parts = records.map((record) => Buffer.from(`${record}\n`));
  return { bytes: Buffer.concat(parts), lengths: Uint32Array.from(parts, ({ length }) => length), format };
}

const active = rulesOf(['word', 'secret[0-9]+'], ['old', 'old[0-9]']);
const candidate = rulesOf(['word', 'secret[0-9]+', 'drop'], ['new', 'new[0-9]']);

/** Compares `frame` and returns what was reported, as `kind label… count`. */
function compare(
  frame: FrameBytes,
  options: Partial<ShadowOptions> = {},
  ruleset: Ruleset = active,
): readonly string[] {
  const told: string[] = [];
  const shadow = createShadow({
    ruleset: () => candidate,
    sampleRate: 1,
    maxMsPerFrame: 60_000,
    limits: defaultLimits,
    events: {
      shadowFinding: (detector, change, count) => told.push(`${change} ${detector} ${count}`),
      shadowRecords: (count) => told.push(`records ${count}`),
      shadowWithheld: (change, count) => told.push(`withheld ${change} ${count}`),
      shadowError: () => told.push('error'),
    },
    ...options,
  });
  shadow.compare(frame, ruleset, { service: 'api', environment: 'test', schema: '' });
  return told;
}

t.test('reports what the candidate would change, by detector', async (t) => {
  const told = compare(frameOf(['secret1 old1', 'secret22', 'new1 new2', 'nothing']));
  t.strictSame([...told].sort(), ['added new 2', 'changed word 2', 'records 4', 'removed old 1']);
});

t.test('a record that only one of both withholds is told as that', async (t) => {
  const maxFindingsPerRecord = 2;
  const frame = frameOf(['new1 new2 new3', 'old1 old1 old1', 'secret1']);
  const told = compare(frame, { limits: { ...defaultLimits, maxFindingsPerRecord } });
  t.strictSame([...told].sort(), ['changed word 1', 'records 3', 'withheld added 1', 'withheld removed 1']);
});

t.test('leaves the frame as it is', async (t) => {
  const frame = frameOf(['{"a":"secret1"}'], 'json');
  const before = Buffer.from(frame.bytes);
  t.strictSame(compare(frame), ['records 1', 'changed word 1']);
  t.ok(before.equals(frame.bytes));
});

t.test('compares nothing without a candidate, or with one that is the active ruleset', async (t) => {
  const frame = frameOf(['secret1']);
  t.strictSame(compare(frame, { ruleset: () => undefined }), []);
  t.strictSame(compare(frame, {}, candidate), []);
});

t.test('takes its sample by chance', async (t) => {
  const chances = [0.05, 0.1, 0.099, 0.5];
  const told = compare(frameOf(['new1', 'secret1', 'new1', 'secret1']), {
    sampleRate: 0.1,
    random: () => chances.shift() ?? 1,
  });
  t.strictSame(told, ['records 2', 'added new 2']);
});

t.test('begins no further record once the time of a frame is over', async (t) => {
  let time = 0;
  const told = compare(frameOf(['new1', 'new2', 'new3', 'new4']), {
    maxMsPerFrame: 20,
    now: () => (time += 10),
  });
  t.strictSame(told, ['records 1', 'added new 1']);
});

t.test('leaves out a record that would use up the time of a frame alone', async (t) => {
  t.strictSame(compare(frameOf([`new1 ${'x'.repeat(70_000)}`, 'new1'])), ['records 1', 'added new 1']);
});

t.test('an error of the candidate is counted and goes no further', async (t) => {
  const ruleset = (): Ruleset => {
    throw new Error('broken');
  };
  t.strictSame(compare(frameOf(['new1']), { ruleset }), ['error']);
  t.strictSame(compare(frameOf(['new1']), { ruleset: () => ({ ...candidate }) }), ['error']);
});
