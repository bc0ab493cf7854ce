import t from 'tap';
import { declaredFieldsOf, unknownFieldsOf } from '../../src/compile/fields.js';
import { mayUse, rulesetFor, rulesetVariants } from '../../src/compile/ruleset-for.js';
import { compileRuleset } from '../../src/compile/compile-ruleset.js';
import { RulesError } from '../../src/compile/problems.js';
import { detectRecord } from '../../src/apply/redact.js';
import { defaultLimits } from '../../src/types.js';
import { packText } from '../support.js';

const packs = [
  {
    file: 'one.yaml',
    text: packText(
      [
        { id: 'a', pattern: 'a[0-9]' },
        { id: 'b', pattern: 'b[0-9]', category: 'pci' },
      ],
      'one',
    ),
  },
  {
    file: 'two.yaml',
    text: packText(
      [
        { id: 'c', pattern: 'c[0-9]', action: 'seal' },
        { id: 'd', pattern: 'd[0-9]' },
      ],
      'two',
    ),
  },
];

function compile(policy: Record<string, unknown>): ReturnType<typeof compileRuleset> {
  const text = JSON.stringify({ policy: 'p', packs: ['one'], ...policy });
  return compileRuleset({ packs, policy: { file: 'policy.yaml', text } });
}

function messagesOf(policy: Record<string, unknown>): string[] {
  try {
    compile(policy);
  } catch (error) {
    if (error instanceof RulesError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
}

const origin = { service: 'api', environment: 'prod', schema: '' };
const ruleset = compile({
  disable: ['b'],
  thresholds: { default: 0.4 },
  overrides: [
    { services: ['pay*'], enable: ['b', 'c'], actions: { b: 'drop' }, unknownFields: 'quarantine' },
    { environments: ['dev'], disable: ['a'], enable: ['b'], thresholds: { pci: 0.2 } },
    { schemas: ['s?'], packs: ['two'], allow: [{ detectors: ['d'], values: ['d7'], reason: 'the seventh' }] },
  ],
});
const ids = (from: Partial<typeof origin>): string[] =>
  rulesetFor(ruleset, { ...origin, ...from }).detectors.map(({ id }) => id);

t.test('is the policy itself where no override fits', async (t) => {
  t.equal(rulesetFor(ruleset, origin), ruleset);
  t.strictSame(ids({}), ['a']);
  const plain = compileRuleset({ packs });
  t.equal(rulesetFor(plain, origin), plain);
  t.strictSame(rulesetVariants(plain), [plain]);
});

t.test('lays the overrides that fit over the policy, in their order', async (t) => {
  t.strictSame(ids({ service: 'payments' }), ['a', 'b', 'c'], 'an enabled detector may be of another pack');
  t.strictSame(ids({ environment: 'dev' }), ['b']);
  t.strictSame(ids({ service: 'pay', environment: 'dev' }), ['b', 'c']);
  t.strictSame(ids({ schema: 's1' }), ['c', 'd']);
  t.strictSame(
    ids({ service: 'pay', schema: 's1' }),
    ['c', 'd', 'b'],
    'packs first, then what is enabled beyond',
  );
  const both = rulesetFor(ruleset, { ...origin, service: 'pay', environment: 'dev' });
  t.match(both.detectors, [
    { id: 'b', action: 'drop', threshold: 0.2 },
    { id: 'c', action: 'seal', threshold: 0.4 },
  ]);
  t.equal(unknownFieldsOf(both), 'quarantine');
  t.equal(unknownFieldsOf(ruleset), 'scan');
  t.ok(declaredFieldsOf(both, 's1').isEmpty);
});

t.test('an override can allow values', async (t) => {
  const own = rulesetFor(ruleset, { ...origin, schema: 's1' });
  t.match(detectRecord(own, Buffer.from('d1 d7'), 'text', defaultLimits), {
    findings: [{ detector: 'd', start: 0, end: 2 }],
  });
});

t.test('is built once, with a fingerprint of its own', async (t) => {
  const pay = rulesetFor(ruleset, { ...origin, service: 'pay' });
  t.equal(rulesetFor(ruleset, { ...origin, service: 'payroll' }), pay);
  t.equal(pay.policy, 'p');
  const prints = rulesetVariants(ruleset).map(({ fingerprint }) => fingerprint);
  t.equal(prints.length, 4);
  t.equal(new Set(prints).size, 4);
  const others = Array.from({ length: 5000 }, (_, at) =>
    rulesetFor(ruleset, { ...origin, schema: `x${String(at)}` }),
  );
  t.strictSame(new Set(others), new Set([ruleset]));
  t.equal(rulesetFor(ruleset, { ...origin, service: 'pay' }), pay);
});

t.test('the fingerprint of the policy covers its overrides, not their reasons', async (t) => {
  const allow = (reason: string, value = 'x'): Record<string, unknown> => ({
    overrides: [{ services: ['a'], allow: [{ detectors: ['a'], values: [value], reason }] }],
  });
  const print = (policy: Record<string, unknown>): string => compile(policy).fingerprint;
  t.equal(print(allow('one reason')), print(allow('another reason')));
  t.equal(new Set([print({}), print(allow('one reason')), print(allow('one reason', 'y'))]).size, 3);
});

t.test('knows which actions any variant may need', async (t) => {
  t.ok(mayUse(ruleset, 'seal'));
  t.ok(mayUse(ruleset, 'drop'));
  t.notOk(mayUse(ruleset, 'pseudonymize'));
  t.notOk(mayUse(compile({}), 'seal'), 'the pack with the sealing detector does not apply');
  t.ok(mayUse(compile({ packs: ['two'] }), 'seal'));
});

t.test('refuses overrides that name what is not there, or nowhere they are for', async (t) => {
  const override = { services: ['a'], packs: ['zz', 'one'], disable: ['q'], enable: ['r'] };
  t.strictSame(
    messagesOf({
      overrides: [
        { ...override, actions: { x: 'mask' }, thresholds: { y: 1, default: 1 } },
        { services: ['b'], allow: [{ detectors: ['n'], patterns: ['('], reason: 'not there' }] },
      ],
      fields: [{ schema: '*', path: 'a', treat: 'sensitive', detector: 'm' }],
    }),
    [
      'overrides[0].packs: there is no pack zz.',
      'overrides[0].disable: there is no detector q.',
      'overrides[0].enable: there is no detector r.',
      'overrides[0].actions: x is neither a detector nor a category.',
      'overrides[0].thresholds: y is neither a detector nor a category.',
      'overrides[1].allow[0].detectors: there is no detector n.',
      'overrides[1].allow[0].patterns[0]: RE2 does not accept the pattern.',
      'fields[0].detector: there is no detector m.',
    ].sort((a, b) => messagesOrder(a) - messagesOrder(b)),
  );
  t.match(messagesOf({ overrides: [{ disable: ['a'] }] }), [/must say for which services/]);
  t.match(messagesOf({ allow: [{ values: ['x'], reason: 'for nobody' }] }), [/must name the detectors/]);
  t.match(messagesOf({ allow: [{ detectors: ['a'], reason: 'of nothing' }] }), [/must name values/]);
  t.match(messagesOf({ fields: [{ schema: '*', path: 'a', treat: 'safe', detector: 'a' }] }), [
    /a safe field/,
  ]);
});

/** All of it stands in one line of the file, so the order is that of the checks. */
function messagesOrder(message: string): number {
  const order = [
    'packs',
    'disable',
    'enable',
    'actions',
    'thresholds',
    'allow[0].det',
    'fields',
    'allow[0].pat',
  ];
  return order.findIndex((part) => message.includes(part));
}

t.test('refuses overrides that together could leave no detector', async (t) => {
  const message = [/no detector is left, or none where overrides meet/];
  const each = [
    { services: ['x'], disable: ['a'] },
    { environments: ['y'], disable: ['b'] },
  ];
  t.match(messagesOf({ overrides: each }), message);
  t.match(messagesOf({ overrides: [{ services: ['x'], packs: ['two'], disable: ['c', 'd'] }] }), message);
  t.strictSame(messagesOf({ overrides: each.slice(0, 1) }), []);
  const more = Array.from({ length: 9 }, (_, index) => ({ services: [`s${String(index)}`] }));
  t.match(messagesOf({ overrides: [...each, ...more] }), message);
  t.strictSame(messagesOf({ overrides: [...each.slice(0, 1), ...more, { services: ['z'] }] }), []);
});
