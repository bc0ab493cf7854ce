import t from 'tap';
import { redactFrame, redactFramePlain } from '../../src/apply/redact.js';
import type { EngineFormat, FrameResult, OpenText } from '../../src/types.js';
import { contextOf, fakeRuleset, frameOf, recordsOf } from '../support.js';

const card = { id: 'card', pattern: '\\b[0-9]{4}(?: [0-9]{4}){3}\\b' };
const email = { id: 'email', pattern: '[a-z]+@[a-z]+\\.[a-z]+' };
const pem = {
  id: 'pem',
  pattern: '-----BEGIN [A-Z ]+-----[A-Za-z0-9+/=\\s]*(?:-----END [A-Z ]+-----|\\z)',
};
const ruleset = fakeRuleset([card, email, pem]);

function run(
  records: string[],
  format: EngineFormat = 'text',
  continues: readonly OpenText[] = [],
  rules = ruleset,
): FrameResult {
  const frame = { ...frameOf(records, format), continues };
  const result = redactFrame(rules, frame, contextOf());
  const plain = redactFramePlain(rules, frame, contextOf());
  t.same(recordsOf(result), recordsOf(plain), 'the frame path gives what the plain one gives');
  return result;
}

const cri = (tag: 'P' | 'F', text: string, stream = 'stdout'): string =>
  `2026-11-23T10:00:00.123456789Z ${stream} ${tag} ${text}`;

t.test('a value that a container runtime cut in two is hidden in both records', async (t) => {
  const result = run([cri('P', 'paid with 4111 1111 11'), cri('F', '11 1111 today'), cri('F', 'fine')]);
  t.same(recordsOf(result), [cri('P', 'paid with [CARD]'), cri('F', '[CARD] today'), cri('F', 'fine')]);
  t.same(result.counts, [{ detector: 'card', action: 'mask', count: 2 }]);
  t.same(result.open, []);
});

t.test('stdout and stderr are texts of their own', async (t) => {
  const records = [
    cri('P', 'mail bob@exam'),
    cri('P', '4111 1111 ', 'stderr'),
    cri('F', 'ple.com'),
    cri('F', '1111 1111', 'stderr'),
  ];
  t.same(recordsOf(run(records)), [
    cri('P', 'mail [EMAIL]'),
    cri('P', '[CARD]', 'stderr'),
    cri('F', '[EMAIL]'),
    cri('F', '[CARD]', 'stderr'),
  ]);
});

t.test('lines of the Docker json-file driver go on where their newline is missing', async (t) => {
  const line = (log: string): string => JSON.stringify({ log, stream: 'stdout', time: 'now' });
  const result = run([line('é "bob@'), line('example.com"\n'), line('next\n')], 'json');
  t.same(recordsOf(result), [line('é "[EMAIL]'), line('[EMAIL]"\n'), line('next\n')]);
});

t.test('logtag and partial_message say that a line goes on', async (t) => {
  const tagged = (logtag: string, log: string): string => JSON.stringify({ time: 'now', logtag, log });
  t.same(recordsOf(run([tagged('P', 'bob@exa'), tagged('F', 'mple.com')], 'json')), [
    tagged('P', '[EMAIL]'),
    tagged('F', '[EMAIL]'),
  ]);
  const flagged = (last: string, log: string): string =>
    JSON.stringify({ source: 'stdout', partial_message: 'true', partial_last: last, log });
  t.same(recordsOf(run([flagged('false', 'bob@exa'), flagged('true', 'mple.com')], 'json')), [
    flagged('false', '[EMAIL]'),
    flagged('true', '[EMAIL]'),
  ]);
});

t.test('a PEM block of many records is hidden whole', async (t) => {
  const result = run([
    'key:',
    '-----BEGIN PRIVATE KEY-----',
    'AAAA',
    'BBBB',
    '-----END PRIVATE KEY-----',
    'CCCC',
  ]);
  t.same(recordsOf(result), ['key:', '[PEM]', '[PEM]', '[PEM]', '[PEM]', 'CCCC']);
});

t.test('the lines of a stack trace are read as one', async (t) => {
  const broken = fakeRuleset([{ id: 'wrapped', pattern: 'secret\\s+is\\s+[a-z]+' }]);
  const result = run(['Error: the secret', '  is hunter', '  at run.js:1', 'next'], 'text', [], broken);
  t.same(recordsOf(result), ['Error: the [WRAPPED]', '[WRAPPED]', '  at run.js:1', 'next']);
});

t.test('a text that goes on in the next frame is handed over', async (t) => {
  const first = run([cri('F', 'ok'), cri('P', 'paid with 4111 1111 11')]);
  t.same(recordsOf(first), [cri('F', 'ok'), cri('P', 'paid with [CUT]')], 'what it ends in is hidden');
  t.same(first.counts, [{ detector: 'cut-value', action: 'mask', count: 1 }]);
  t.equal(first.open.length, 1);
  const second = run([cri('F', '11 1111 today'), cri('F', 'ok')], 'text', first.open);
  t.same(recordsOf(second), [cri('F', '[CARD] today'), cri('F', 'ok')]);
  t.same(second.open, []);
});

t.test('a PEM block goes on over frames, its BEGIN line carried along', async (t) => {
  const lines = Array.from({ length: 300 }, () => 'A'.repeat(64));
  const first = run(['-----BEGIN RSA PRIVATE KEY-----', ...lines]);
  t.same(new Set(recordsOf(first)), new Set(['[PEM]']));
  t.ok(first.open[0]?.isInPem);
  t.ok((first.open[0]?.lead.length ?? 0) < 5000, 'no more than the end is kept');
  const second = run(
    [...lines.slice(0, 10), '-----END RSA PRIVATE KEY-----', 'A'.repeat(64)],
    'text',
    first.open,
  );
  t.same(recordsOf(second).slice(-3), ['[PEM]', '[PEM]', 'A'.repeat(64)]);
  const third = run(['no piece of it'], 'json', first.open);
  t.equal(third.withheld.length, 1, 'what cannot be read is withheld as ever');
});

t.test('the parts of a value are masked even where the whole would be told apart', async (t) => {
  for (const action of ['pseudonymize', 'partial', 'drop']) {
    const rules = fakeRuleset([{ ...card, action }]);
    const result = run([cri('P', 'x 4111 1111 11'), cri('F', '11 1111')], 'text', [], rules);
    t.same(recordsOf(result), [cri('P', 'x [CARD]'), cri('F', '[CARD]')], action);
  }
  const discarding = fakeRuleset([{ ...card, action: 'discard' }]);
  const result = run(
    [cri('P', 'x 4111 1111 11'), cri('F', '11 1111'), cri('F', 'y')],
    'text',
    [],
    discarding,
  );
  t.same(recordsOf(result), [cri('F', 'y')]);
});

t.test('a cut value that ends in words or characters beyond ASCII is hidden from its begin', async (t) => {
  t.same(recordsOf(run([cri('P', 'to Müller')])), [cri('P', 'to [CUT]')]);
  t.same(recordsOf(run([cri('P', 'to end ')])), [cri('P', 'to end ')]);
  t.same(recordsOf(run([cri('P', 'ü'.repeat(300))])).length, 1);
});

t.test('redacting the output again gives the same', async (t) => {
  const once = run([cri('P', 'paid with 4111 1111 11'), cri('F', '11 1111'), cri('P', 'mail bob@exa')]);
  t.same(recordsOf(run(recordsOf(once))), recordsOf(once));
});

t.test('many texts side by side, and very long ones, stay bounded', async (t) => {
  const channels = Array.from({ length: 40 }, (_, at) =>
    JSON.stringify({ log: 'bob@exa', stream: `s${at}`, logtag: 'P' }),
  );
  t.equal(run(channels, 'json').open.length, 16);
  const long = run(Array.from({ length: 600 }, () => cri('P', 'bob@example.com ')));
  t.equal(recordsOf(long).join('').includes('bob@'), false);
});

t.test('a joined text with too many findings withholds all its records', async (t) => {
  const frame = frameOf([cri('P', 'a@b.c d@e.f '), cri('F', 'g@h.i')], 'text');
  const result = redactFrame(ruleset, frame, contextOf({ maxFindingsPerRecord: 2 }));
  t.same(
    result.withheld.map(({ reason }) => reason),
    ['scan_budget', 'scan_budget'],
  );
});

t.test(
  'a name in one record may stand for a value in the next, which is a document of its own',
  async (t) => {
    const rules = fakeRuleset([{ id: 'lab', pattern: 'never', keys: ['lab_result'] }]);
    const result = run(['-----BEGIN ', '{"labResult":', '{"":1}}'], 'text', [], rules);
    t.same(recordsOf(result), ['-----BEGIN ', '{"labResult":', '{"":null}}']);
  },
);
