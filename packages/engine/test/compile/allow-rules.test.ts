import t from 'tap';
import { addressOf, AllowRule, domainOf, normaliseValue } from '../../src/compile/allow-rules.js';
import type { AllowEntrySource } from '../../src/compile/allow-schema.js';

const place = { list: undefined, file: 'policy.yaml', line: 1 };

function rule(entry: Partial<AllowEntrySource>): AllowRule {
  return new AllowRule({ detectors: ['a'], reason: 'for the test', ...entry }, place, (_, message) => {
    throw new Error(message);
  });
}

function problemsOf(entry: Partial<AllowEntrySource>): string[] {
  const problems: string[] = [];
  new AllowRule({ detectors: ['a'], reason: 'for the test', ...entry }, place, (path, message) => {
    problems.push(`${path.join('.')} ${message}`);
  });
  return problems;
}

t.test('compares values in any case, and digits without spaces and hyphens', async (t) => {
  const allowed = rule({ values: ['4111 1111-1111 1111', 'Noreply@Example.com', '10.0.0.1', '+49 30 1'] });
  for (const value of [
    '4111111111111111',
    '4111-1111-1111-1111',
    'NOREPLY@example.com',
    '10.0.0.1',
    '+49301',
  ])
    t.ok(allowed.allows(value), value);
  for (const value of ['4111111111111112', 'x4111111111111111', 'reply@example.com', '1000.1', '100.0.1', ''])
    t.notOk(allowed.allows(value), value);
  t.equal(normaliseValue(' A-b '), 'a-b');
});

t.test('a pattern must match the whole value', async (t) => {
  const allowed = rule({ patterns: ['test-[0-9]+|x'] });
  t.ok(allowed.allows('test-12'));
  t.ok(allowed.allows('x'));
  for (const value of ['test-12a', 'a test-12', 'xx', 'x\n', 'test-1\nsecret'])
    t.notOk(allowed.allows(value), value);
});

t.test('a domain allows its addresses, URLs and hosts, and those of its subdomains', async (t) => {
  const allowed = rule({ domains: ['Example.com', 'test'] });
  const yes = [
    'bob@example.com',
    'bob@mail.EXAMPLE.com',
    'https://user@example.com:8443/path?to=bob@evil.org',
    'example.com',
    'api.example.com.',
    'a.test:80',
  ];
  for (const value of yes) t.ok(allowed.allows(value), value);
  const no = [
    'bob@notexample.com',
    'bob@example.com.evil.org',
    'https://evil.org/@example.com',
    'https://evil.org/?example.com',
    'https://exa mple',
    'a@b@example.com',
    'com',
    'example.com/../evil',
    '',
  ];
  for (const value of no) t.notOk(allowed.allows(value), value);
  t.equal(domainOf('postgres://u:p@db.example.com/x'), 'db.example.com');
});

t.test('a network allows the addresses in it', async (t) => {
  const allowed = rule({ networks: ['10.0.0.0/8', '2001:db8::/32', '::1/128'] });
  const yes = ['10.1.2.3', '2001:DB8::1', '[2001:db8::1]', '2001:db8::1%eth0', '::ffff:10.1.2.3', '::1'];
  for (const value of yes) t.ok(allowed.allows(value), value);
  for (const value of ['11.1.2.3', '10', '0xa.1.2.3', '10.1', '2001:db9::1', '10.0.0.0/4', 'x', ''])
    t.notOk(allowed.allows(value), value);
  t.equal(addressOf('::ffff:10.1.2.3')?.kind(), 'ipv4');
});

t.test('concerns the detectors and categories that it names, and no other', async (t) => {
  const byId = rule({ detectors: ['email'], values: ['x'] });
  t.ok(byId.concerns({ id: 'email', category: 'pii' }));
  t.notOk(byId.concerns({ id: 'phone', category: 'pii' }));
  const byCategory = new AllowRule(
    { categories: ['pii'], values: ['x'], reason: 'for the test' },
    { ...place, list: 'mine' },
    () => undefined,
  );
  t.ok(byCategory.concerns({ id: 'phone', category: 'pii' }));
  t.notOk(byCategory.concerns({ id: 'ipv4', category: 'network' }));
  t.equal(byCategory.place.list, 'mine');
});

t.test('refuses what is no pattern and no network', async (t) => {
  t.strictSame(problemsOf({ patterns: ['ok', 'a('], networks: ['10.0.0.0/33', '10/8', '::/0'] }), [
    'patterns.1 RE2 does not accept the pattern',
    'networks.0 is no network',
    'networks.1 is no network',
  ]);
});
