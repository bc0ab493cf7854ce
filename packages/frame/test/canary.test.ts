import fc from 'fast-check';
import t from 'tap';
import { canariesAt, canaryKinds, plantedValue, readCanary } from '../src/canary.js';

const place = { stream: 'app', partition: 3, offset: 41 };

t.test('a canary is made again from its place, and no two places have the same', async (t) => {
  for (const kind of canaryKinds) {
    const values = Array.from({ length: 200 }, (_, offset) => plantedValue(kind, { ...place, offset }));
    t.equal(new Set(values).size, 200, kind);
    t.equal(values[41], plantedValue(kind, place));
    t.not(plantedValue(kind, { ...place, partition: 4 }), plantedValue(kind, place));
  }
});

t.test('a canary carries its value and says which went before it', async (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.option(fc.nat(), { nil: undefined }), (offset, previous) => {
      const canaries = canariesAt({ ...place, offset }, canaryKinds, previous);
      for (const { kind, record, planted } of canaries) {
        t.ok(record.includes(planted));
        t.strictSame(readCanary(record), { kind, of: canaryKinds.length, previous });
      }
    }),
    { numRuns: 30 },
  );
});

t.test('what is no canary is none', async (t) => {
  const strange = ['', 'no json', 'null', '1', '{}', '{"canary":"x","of":1}', '{"canary":"card"}'];
  for (const text of strange) t.equal(readCanary(Buffer.from(text)), undefined, text);
  for (const previous of ['"x!"', '""', '7']) {
    const text = `{"canary":"card","of":1,"previous":${previous}}`;
    t.strictSame(readCanary(Buffer.from(text)), { kind: 'card', of: 1, previous: undefined });
  }
});

t.test('cards and IBANs have the check digits that rules ask for', async (t) => {
  const card = plantedValue('card', place);
  const luhn = [...card].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
  t.equal(luhn % 10, 0);
  const iban = plantedValue('iban', place);
  t.match(iban, /^DE\d{20}$/);
  t.equal(BigInt(`${iban.slice(4)}1314${iban.slice(2, 4)}`) % 97n, 1n);
});
