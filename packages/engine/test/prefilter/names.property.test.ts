import fc from 'fast-check';
import t from 'tap';
import { redactFrame, redactFramePlain } from '../../src/apply/redact.js';
import type { Ruleset } from '../../src/compile/ruleset.js';
import type { EngineFormat } from '../../src/types.js';
import { contextOf, fakeRuleset, frameOf, recordsOf } from '../support.js';
import { Choices, shippedProgram } from './support.js';

const seed = Number(process.env['FC_SEED'] ?? 20_261_123);

/** Names whose letters are written in more ways than two. */
const others = ['οδος', 'οδός.σπίτι', 'İsim', 'größe', 'mask_key', 'a"b', 'user.*.zip', 'x-1'];
const shipped = shippedProgram().detectors.flatMap(({ detector }) => [
  ...detector.keys,
  ...detector.weakKeys,
]);
const keys = [...new Set([...shipped, ...others])];
/** A detector takes no more keys. */
const mostKeys = 500;

function rulesetOf(list: readonly string[]): Ruleset {
  const count = Math.ceil(list.length / mostKeys);
  return fakeRuleset(
    Array.from({ length: count }, (_, at) => ({
      id: `named${String(at)}`,
      keys: list.slice(at * mostKeys, (at + 1) * mostKeys),
    })),
  );
}

/** One in which names count wherever they stand, one in which none does. */
const rulesets = [keys, keys.filter((key) => key.includes('.') && !key.startsWith('*'))].map((list) => ({
  list,
  ruleset: rulesetOf(list),
}));
const context = contextOf();

type Write = (text: string, choices: Choices) => string;

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function words(name: string): string[] {
  return name.split(/[_ -]/);
}

/** Ways to write one name. */
const styles: readonly Write[] = [
  (name) => name,
  (name) => words(name).join(''),
  (name) => words(name).map(capital).join(''),
  (name) => words(name).join('_'),
  (name) => words(name).join('-'),
  (name) => words(name).join(' '),
  (name) => words(name).map(capital).join('-'),
  (name) => name.toUpperCase(),
  (name) => name.replaceAll('k', '\u212a'),
  (name, choices) =>
    Array.from(name, (letter) => (choices.below(2) === 0 ? letter.toUpperCase() : letter)).join(''),
  (name, choices) =>
    Array.from(name, (letter) => letter + (choices.below(5) === 0 ? choices.of(['_', '-', '_-']) : '')).join(
      '',
    ),
];

/** Ways to write a path. */
const joined: readonly ((names: readonly string[], choices: Choices) => string)[] = [
  (names) => names.join('.'),
  (names) => names.map((name, at) => (at === 0 ? name : `[${name}]`)).join(''),
  (names) => names.map((name) => `${name}[0]`).join('.'),
  (names) => `data[${names.join('][')}].7`,
  (names) => `${names.join('.0.')}[]`,
  (names, choices) => `${names.join('.')}${choices.of(['[]', '[12]', '[x]', '.0', ''])}`,
  (names, choices) =>
    Array.from(names.join('.'), (letter) =>
      choices.below(6) === 0 ? letter + choices.of(['.', '[0].', '.3.', '[]']) : letter,
    ).join(''),
];

function hex(text: string, prefix: string, choices: Choices): string {
  return Array.from(text, (char) => {
    const code = char.charCodeAt(0);
    const isSpelt = char.length === 1 && code < 0x80 && choices.below(4) === 0;
    return isSpelt ? prefix + code.toString(16).padStart(2, '0') : char;
  }).join('');
}

const secret = 'hunter2xyz';

/** Texts in which a value stands under a key. */
const pairs: readonly Write[] = [
  (key) => `${key}=${secret}`,
  (key) => `got ${key}: ${secret}, ok`,
  (key) => `{"${key}":"${secret}"}`,
  (key) => `{'${key}' : '${secret}'}`,
  (key) => `'${key}' => '${secret}'`,
  (key) => `${key} := ${secret}`,
  (key) => `\\"${key}\\":\\"${secret}\\"`,
  (key) => `GET /x?y=1&${key}=${secret}&z`,
  (key, choices) => `GET /x?${hex(key, '%', choices)}=${secret}`,
  (key) => `params['${key}'] = "${secret}"`,
  (key) => `Host: a\r\n${key}: ${secret}\r\n`,
  (key) => `first\\n${key}: ${secret}`,
  (key) => `content-disposition: form-data; name="${key}"\r\n\r\n${secret}\r\n--`,
  (key) => `<a ${key}="${secret}"/>`,
  (key) => `&quot;${key}&quot;:&quot;${secret}&quot;`,
  (key) => Buffer.from(`it was: ${key}=${secret}`).toString('base64'),
];
const elements: readonly ((names: readonly string[]) => string)[] = [
  (names) => names.reduceRight((inner, name) => `<${name}>${inner}</${name}>`, secret),
  (names) => `<x:${names.join('><y:')} z="1">${secret}</`,
];

function below(names: readonly string[], value: unknown): unknown {
  return names.reduceRight((inner, name) => ({ [name]: inner }), value);
}

/** JSON in which a value stands under a key; its keys and texts may be written with escapes. */
const objects: readonly ((names: readonly string[], choices: Choices) => unknown)[] = [
  (names) => below(names, secret),
  (names) => ({ [names.join('.')]: secret }),
  (names) => below(names, [1, { x: secret }]),
  (names) => ({ name: names.join('.'), value: secret }),
  (names) => ({ attributes: [{ Key: names.at(-1), VALUE: { stringValue: secret } }] }),
  (names) => below(names.slice(0, -1), [{ value: secret, key: names.at(-1) }]),
  (names) => ({ log: JSON.stringify(below(names, secret)) }),
  (names) => ({ log: `payload=${JSON.stringify(below(names, secret))} ok` }),
  (names) => below(names.slice(0, -1), JSON.stringify({ [names.at(-1) ?? '']: secret })),
  (names, choices) => ({ message: choices.of(pairs)(choices.of(joined)(names, choices), choices) }),
];

/** The same JSON with some letters as escapes, which need not be. */
function escapeSome(json: string, choices: Choices): string {
  if (choices.below(2) === 0) return json;
  return json.replace(/\\.|[a-zA-Z"]/g, (char) =>
    /^[a-zA-Z]$/.test(char) && choices.below(8) === 0
      ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
      : char,
  );
}

function write(key: string, choices: Choices): [EngineFormat, string] {
  const names = key.split('.').map((name) => (name === '*' ? 'any' : choices.of(styles)(name, choices)));
  if (choices.below(2) === 0) {
    const object = choices.of(objects)(names, choices);
    return ['json', escapeSome(JSON.stringify(object), choices)];
  }
  if (choices.below(8) === 0) return ['text', choices.of(elements)(names)];
  if (choices.below(6) === 0) return ['text', `user=${JSON.stringify(below(names, secret))}`];
  return ['text', choices.of(pairs)(choices.of(joined)(names, choices), choices)];
}

const tapes = fc.array(fc.nat(0xffff), { minLength: 4, maxLength: 40 });

/** Whether a value was found under the key, by both paths or by none. Throws if by one. */
function isFound(ruleset: Ruleset, key: string, tape: readonly number[]): boolean {
  const [format, record] = write(key, new Choices(tape));
  const frame = frameOf([record], format);
  const plain = recordsOf(redactFramePlain(ruleset, frame, context)).join('\n');
  const fast = recordsOf(redactFrame(ruleset, frame, context)).join('\n');
  if (fast !== plain) throw new Error(`${key}: ${record} became ${fast}, not ${plain}`);
  return plain !== record;
}

t.test(`a name alone is found however it is written (FC_SEED=${String(seed)})`, async (t) => {
  let found = 0;
  const runs = 1000;
  fc.assert(
    fc.property(
      fc.constantFrom(...keys, ...others, ...others),
      fc.array(tapes, { minLength: 8, maxLength: 8 }),
      (key, list) => {
        const ruleset = rulesetOf([key]);
        for (const tape of list) if (isFound(ruleset, key, tape)) found += 1;
      },
    ),
    { seed, numRuns: runs },
  );
  t.ok(found > runs * 5, `most are found: ${String(found)}`);
});

for (const { list, ruleset } of rulesets) {
  const title = `${String(list.length)} names`;
  t.test(`${title}: a value is found however its name is written (FC_SEED=${String(seed)})`, async (t) => {
    let found = 0;
    const runs = 4000;
    fc.assert(
      fc.property(fc.constantFrom(...list), tapes, (key, tape) => {
        if (isFound(ruleset, key, tape)) found += 1;
      }),
      { seed, numRuns: runs },
    );
    t.ok(found > runs * 0.7, `most are found: ${String(found)}`);
  });

  t.test(`${title}: each is found as a field, a pair and the name of a value`, async (t) => {
    const missed: string[] = [];
    for (const key of list) {
      const names = key.split('.').map((name) => (name === '*' ? 'any' : name));
      const records = [
        below(names, secret),
        { name: names.join('.'), value: secret },
        { log: `${names.join('.')}=${secret}` },
      ].map((object) => JSON.stringify(object));
      for (const record of records) {
        const frame = frameOf([record], 'json');
        const [fast, plain] = [redactFrame, redactFramePlain].map((redact) =>
          redact(ruleset, frame, context).bytes.toString(),
        );
        if (fast !== plain) missed.push(record);
      }
    }
    t.strictSame(missed, []);
  });
}
