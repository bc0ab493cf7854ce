import { compileRuleset, defaultLimits, type OpenText } from '@scrubjay/engine';
import { recordAt, type Frame } from '@scrubjay/frame';
import t from 'tap';
import { OpenTexts } from '../src/open-texts.js';
import { createRedactorStage } from '../src/stage.js';
import { frameOf } from './frames.js';

const pack = `
pack: fake
title: Fake
detectors:
  - { id: card, title: Card, category: pci, severity: high, pattern: '[0-9]{4}(?: [0-9]{4}){3}', action: mask,
      examples: { match: [1111 1111 1111 1111, a 1111 1111 1111 1111, 2222 1111 1111 1111], ignore: [a, b, c] } }
`;
const ruleset = compileRuleset({ packs: [{ file: 'fake.yaml', text: pack }] });

const frameFrom = (first: number, records: readonly string[], service = 'api'): Frame =>
  frameOf(records, first, { partition: 1, service });
const cri = (tag: 'P' | 'F', text: string): string => `2026-11-23T10:00:00.123456789Z stdout ${tag} ${text}`;
const open: OpenText = { channel: 'text', lead: Buffer.from('lead'), isCut: true, isInPem: false };

t.test('a line that was cut between two frames is hidden on both sides', async (t) => {
  const stage = createRedactorStage({
    ruleset: () => ruleset,
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1' },
    limits: defaultLimits,
    events: { onFinding: () => undefined, onDiscarded: () => undefined },
  });
  const process = async (frame: Frame): Promise<string[]> => {
    const partition = { stream: 'raw', partition: 0 };
    const messages = [{ offset: 0n, frame }];
    const outputs = await stage.process({ partition, first: 0n, next: 1n, messages });
    return outputs.map((output) => recordAt(output.frame, 0).toString());
  };
  t.strictSame(await process(frameFrom(0, [cri('P', 'paid 4111 1111 11')])), [cri('P', 'paid [CUT]')]);
  t.strictSame(
    await process(frameFrom(5, [cri('F', '11 1111')], 'web')),
    [cri('F', '11 1111')],
    'not its own',
  );
  const second = frameFrom(1, [cri('F', '11 1111 done')]);
  t.strictSame(await process(second), [cri('F', '[CARD] done')]);
  t.strictSame(
    await process(second),
    [cri('F', '[CARD] done')],
    'a frame that comes again is read as before',
  );
});

t.test('a frame replayed from quarantine comes between and takes nothing that is open away', async (t) => {
  const stage = createRedactorStage({
    ruleset: () => ruleset,
    pseudonyms: { key: Buffer.alloc(32, 1), epoch: 'e1' },
    limits: defaultLimits,
    events: { onFinding: () => undefined, onDiscarded: () => undefined },
  });
  const process = async (frame: Frame): Promise<Frame[]> => {
    const partition = { stream: 'raw', partition: 0 };
    const messages = [{ offset: 0n, frame }];
    const outputs = await stage.process({ partition, first: 0n, next: 1n, messages });
    return outputs.map((output) => output.frame);
  };
  const quarantine = { stage: 'redactor', reason: 'too_deep', part: 0, parts: 1 } as const;
  await process(frameFrom(5, [cri('P', 'paid 4111 1111 11')]));
  const [replayed] = await process({ ...frameFrom(2, [cri('F', 'an old one, 1')]), quarantine });
  t.equal(recordAt(replayed ?? frameFrom(0, ['']), 0).toString(), cri('F', 'an old one, 1'), 'nor joins it');
  t.notOk('quarantine' in (replayed ?? {}), 'and is like any other record from here on');
  const [next] = await process(frameFrom(6, [cri('F', '11 1111 done')]));
  t.equal(recordAt(next ?? frameFrom(0, ['']), 0).toString(), cri('F', '[CARD] done'));
});

t.test('what is open is known to the next frame of the same source only', async (t) => {
  const texts = new OpenTexts();
  const frame = frameFrom(10, ['a', 'b']);
  t.strictSame(texts.before(frame), []);
  texts.remember(frame, [], [open]);
  t.strictSame(texts.before(frameFrom(12, ['c'])), [open]);
  t.strictSame(texts.before(frameFrom(12, ['c'], 'web')), []);
  t.strictSame(texts.before(frame), [], 'the same frame once more');
  t.strictSame(texts.before(frameFrom(3, ['c'])), [], 'an earlier one');
  texts.remember(frameFrom(12, ['c']), [open], []);
  t.strictSame(texts.before(frameFrom(13, ['d'])), []);
  texts.remember(frameFrom(13, ['d']), [], []);
  t.strictSame(texts.before(frameFrom(14, ['e'])), []);
});

t.test('no more sources are remembered than allowed', async (t) => {
  const texts = new OpenTexts(2);
  for (const service of ['a', 'b', 'c']) texts.remember(frameFrom(0, ['x'], service), [], [open]);
  const known = ['a', 'b', 'c'].map((service) => texts.before(frameFrom(1, ['y'], service)).length);
  t.strictSame(known, [0, 1, 1]);
});
