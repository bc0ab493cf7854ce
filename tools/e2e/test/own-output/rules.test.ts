import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { pem, secrets, text } from './secrets.js';
import { Stage } from './stage.js';

// What rules can have wrong. Their examples and allow lists may be real values, whatever the guide says.
t.setTimeout(240_000);
const stage = new Stage(t);

const quoted = (...values: readonly string[]): string =>
  `[${values.map((v) => JSON.stringify(v)).join(', ')}]`;

const sound = {
  examples: `{ match: ${quoted(`id ${secrets.apiKey}`, secrets.mail, secrets.card)}, ignore: [d, e, f] }`,
  pattern: "'planted'",
} as const;

/** A folder of rules with one pack, its examples secret. */
function writeRules(
  t: Test,
  parts: { pattern?: string; examples?: string; also?: string; allow?: string },
): string {
  const { pattern, examples } = { ...sound, ...parts };
  const folder = join(t.testdir({}), 'rules');
  for (const name of ['policies', 'allow']) mkdirSync(join(folder, name), { recursive: true });
  const pack = [
    ...['pack: own', 'title: Own', 'detectors:', '  - id: mine', '    title: Mine', '    category: pii'],
    ...['    severity: high', `    pattern: ${pattern}`, `    examples: ${examples}`, parts.also ?? '', ''],
  ];
  writeFileSync(join(folder, 'own.yaml'), pack.join('\n'));
  writeFileSync(join(folder, 'policies', 'standard.yaml'), 'policy: standard\ntitle: Own\npacks: [own]\n');
  if (parts.allow !== undefined) writeFileSync(join(folder, 'allow', 'mine.yaml'), parts.allow);
  return folder;
}

const faults: Readonly<Record<string, Parameters<typeof writeRules>[1]>> = {
  'an example that is not closed': { examples: `{ match: ["${secrets.mail}, a, b], ignore: [d, e, f] }` },
  'examples without quotes': {
    examples: `{ match: [{${secrets.mail}: ${secrets.card}}, {${secrets.apiKey}}, ${secrets.card}], ignore: [{user: ${secrets.mail}}, e, f] }`,
  },
  'a record in the middle': { also: text },
  'a key in the middle': { also: pem },
  'a tag and an alias': {
    examples: `{ match: [!${secrets.apiKey} a, *${secrets.apiKey}, c], ignore: [d, e, f] }`,
  },
  'a pattern that looks for one secret and is not closed': { pattern: `'(${secrets.apiKey}'` },
  'a secret where a key should be': { also: `    "${secrets.medical}": true` },
  'an allow list that names secrets': {
    allow: `allowList: mine\ntitle: Mine\nentries:\n  - { detectors: [mine], values: ["${secrets.mail}"], networks: ["${secrets.card}/8", "10.0.0.0/99"], domains: ["${secrets.mail}"], reason: for the test }\n`,
  },
};

for (const [fault, parts] of Object.entries(faults)) {
  t.test(`rules with ${fault}`, async (t) => {
    await stage.shows(t, 'SJ_RULES_INVALID', ['rules', 'lint', '--rules', writeRules(t, parts)]);
  });
}

t.test('rules that are not there', async (t) => {
  const folder = writeRules(t, {});
  await stage.shows(t, 'SJ_RULES_NOT_FOUND', ['redact', '--rules', folder, '--policy', 'none']);
});

t.test('a candidate whose examples fail, a note that cannot be read', async (t) => {
  const candidate = writeRules(t, {});
  const active = `${candidate}-active`;
  cpSync(candidate, active, { recursive: true });
  await stage.shows(t, 'SJ_RULES_NOT_PROMOTED', ['rules', 'promote', candidate, '--to', active]);
  cpSync(candidate, `${active}.previous`, { recursive: true });
  writeFileSync(`${active}.previous.json`, text);
  await stage.shows(t, 'SJ_RULES_NOT_PROMOTED', ['rules', 'promote', '--rollback', '--to', active]);
});

t.test('all codes of this file', async (t) => stage.endsComplete(t, import.meta.url));
