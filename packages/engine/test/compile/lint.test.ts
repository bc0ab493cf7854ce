import t from 'tap';
import { lintRuleset } from '../../src/compile/lint.js';
import { fakeRuleset, type FakeDetector, type FakePolicy } from '../support.js';

function lint(detectors: FakeDetector[], policy?: FakePolicy): string[] {
  return lintRuleset(fakeRuleset(detectors, policy)).map(
    ({ detector, message }) => `${detector ?? '-'} ${message}`,
  );
}

t.test('warns of slow and doubled patterns, and of nothing else', async (t) => {
  const warnings = lintRuleset(
    fakeRuleset([
      { id: 'fine', pattern: '\\bsecret-[a-z]{20}\\b' },
      { id: 'unbounded', pattern: '.*secret' },
      { id: 'huge', pattern: 'x[a-z]{201,300}' },
      { id: 'unconditional', pattern: '\\b[^a]{3}\\b' },
      { id: 'run', pattern: '\\b[0-9]{9}\\b' },
      { id: 'near', pattern: '\\b[^b]{3}\\b', keywords: { near: ['tax id'] } },
      { id: 'doubled', patterns: ['\\bsecret-[a-z]{20}\\b', 'other'] },
      { id: 'by-key', keys: ['secret'] },
    ]),
  );
  t.match(
    warnings.map(({ detector, message }) => [detector, message]),
    [
      ['unbounded', /begins with an unbounded repetition/],
      ['huge', /repeats 300 times/],
      ['unconditional', /nothing that every match must hold/],
      ['doubled', /the same as one of detector fine/],
    ],
  );
  t.equal(warnings.length, 4);
  t.ok(warnings.every(({ file, line }) => file === 'fake.yaml' && line > 1));
});

t.test('warns of keys that two detectors look for, or that can match nothing', async (t) => {
  t.strictSame(
    lint([
      { id: 'a', keys: ['user_mail', 'userMail', 'x.y'] },
      { id: 'b', keys: ['User-Mail'], weakKeys: ['x.y'], context: { raise: ['zz'] } },
      { id: 'c', keys: ['items[0].mail', '$.mail', 'mail/x'] },
    ]),
    [
      'b the key User-Mail is also one of detector a.',
      'b the key x.y is also one of detector a.',
      ...['items[0].mail', '$.mail', 'mail/x'].map(
        (key) => `c the key ${key} can match nothing: a path is names joined by dots, and lists add none.`,
      ),
    ],
  );
});

t.test('warns of what can never reach the threshold', async (t) => {
  t.match(lint([{ id: 'a', weakKeys: ['k'] }]), [/a its weak keys never count: the threshold is 0.5/]);
  t.match(lint([{ id: 'a', pattern: 'a1', confidence: 0.4 }]), [/a it never counts/]);
  t.strictSame(lint([{ id: 'a', weakKeys: ['k'], context: { raise: ['kg'] } }]), []);
  t.strictSame(lint([{ id: 'a', weakKeys: ['k'] }], { thresholds: { default: 0.4 } }), []);
});

t.test('warns of match examples that all look alike', async (t) => {
  const ignore = ['a', 'b', 'c'];
  const alike = { match: ['id 123 ok', 'no 456 go', 'at 789 xx'], ignore };
  t.match(lint([{ id: 'a', pattern: 'a1', examples: alike }]), [/a its match examples all look alike/]);
  const varied = { match: ['id 123 ok', 'no 4567 go', 'at 789 xx'], ignore };
  t.strictSame(lint([{ id: 'a', pattern: 'a1', examples: varied }]), []);
});

t.test('warns of allow lists that let too much stand', async (t) => {
  const allow = (entry: Record<string, unknown>): string[] =>
    lint([{ id: 'a', pattern: 'a1' }], { allow: [{ detectors: ['a'], reason: 'for the test', ...entry }] });
  for (const pattern of ['.*', '[^x]+', '\\w+', '[0-9]+', '.*@.*', 'https?://.*'])
    t.match(allow({ patterns: [pattern] }), [/^- allow: the pattern .* allows nearly anything/], pattern);
  for (const pattern of ['test-.*', '.*@example\\.com', '10\\..*', '[0-9]{3}'])
    t.strictSame(allow({ patterns: [pattern] }), [], pattern);
  t.match(allow({ domains: ['com', 'localhost', 'example.com'] }), [
    /^- allow: the domain com is a whole top level/,
  ]);
  t.match(allow({ networks: ['0.0.0.0/0', '10.0.0.0/8', 'fc00::/7'] }), [
    /network 0.0.0.0\/0 /,
    /network fc00::\/7 /,
  ]);
});

t.test('warns of allow rules that win over a detector in all its own examples', async (t) => {
  const examples = { match: ['x1', 'to x1', 'x1.'], ignore: ['a', 'b', 'c'] };
  const detector = { id: 'a', pattern: 'x[0-9]', examples };
  const allow = [{ categories: ['pii'], values: ['x1'], reason: 'for the test' }];
  const message = 'a the allow rules let stand all that its match examples show.';
  t.strictSame(lint([detector], { allow }), [message]);
  t.strictSame(
    lint([detector], {
      overrides: [
        { services: ['s'], allow },
        { services: ['t'], allow },
      ],
    }),
    [message],
  );
  const more = { match: ['x1', 'to x1', 'x2.'], ignore: ['a', 'b', 'c'] };
  t.strictSame(lint([{ ...detector, examples: more }], { allow }), []);
  const broken = { match: ['x1', 'to x1', { text: '{"a', format: 'json' }], ignore: ['a', 'b', 'c'] };
  t.strictSame(lint([{ ...detector, examples: broken }], { allow }), [], 'an example that cannot be scanned');
});
