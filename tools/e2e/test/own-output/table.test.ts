import { existsSync } from 'node:fs';
import { catalogue } from '@scrubjay/errors';
import t from 'tap';
import { record, secrets, secretsIn } from './secrets.js';
import { proofs } from './table.js';

t.test('every code of the catalogue has a place where it is made to appear, or a reason', async (t) => {
  t.strictSame(Object.keys(proofs).sort(), Object.keys(catalogue).sort());
  for (const [code, proof] of Object.entries(proofs)) {
    const place = typeof proof === 'string' ? proof : proof.unit;
    t.ok(existsSync(new URL(`${place}.test.ts`, import.meta.url)), `${code} is shown in ${place}`);
    if (typeof proof !== 'string') t.ok(proof.why.length > 20, `${code} has a reason`);
  }
});

t.test('the search finds a secret in every usual form, and a piece of it', async (t) => {
  const forms: Readonly<Record<string, (value: Buffer) => string | Buffer>> = {
    plain: (value) => value,
    hex: (value) => value.toString('hex'),
    'capital hex': (value) => value.toString('hex').toUpperCase(),
    'base64, first place': (value) => Buffer.concat([Buffer.from('abc'), value]).toString('base64'),
    'base64, second place': (value) => Buffer.concat([Buffer.from('a'), value]).toString('base64'),
    'base64, third place': (value) => Buffer.concat([Buffer.from('ab'), value]).toString('base64'),
    base64url: (value) => value.toString('base64url'),
    'URL-encoded': (value) => encodeURIComponent(value.toString()),
    'JSON in JSON': (value) => JSON.stringify(JSON.stringify(value.toString())),
    'UTF-16': (value) => Buffer.from(value.toString(), 'utf16le'),
    'UTF-16, the other way round': (value) => Buffer.from(value.toString(), 'utf16le').swap16(),
    'a piece': (value) => value.subarray(3, 14),
  };
  for (const [name, value] of Object.entries(secrets)) {
    const whole = Buffer.from(value.split('\n')[1] ?? value);
    for (const [form, write] of Object.entries(forms)) {
      const written = write(whole);
      const bytes = typeof written === 'string' ? Buffer.from(written) : written;
      const among = Buffer.concat([Buffer.from('<'), bytes, Buffer.from('>')]);
      t.not(secretsIn(among).length, 0, `${name} as ${form}`);
    }
  }
  t.not(secretsIn(record).length, 0);
  t.strictSame(secretsIn('error: SJ_USAGE: The command was called with wrong arguments.'), []);
});
