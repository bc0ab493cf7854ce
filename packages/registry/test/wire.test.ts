import fc from 'fast-check';
import assert from 'node:assert/strict';
import t from 'tap';
import {
  formatSchemaRef,
  parseSchemaRef,
  readMessageIndexes,
  readPrefix,
  type SchemaRef,
} from '../src/index.js';

t.test('reads the schema id behind magic byte 0, and the GUID behind 1', async (t) => {
  t.same(readPrefix(Buffer.from('000000002aff', 'hex')), {
    ref: { kind: 'registry', id: 42, indexes: [] },
    length: 5,
  });
  t.same(readPrefix(Buffer.from(`01${'0123456789abcdef'.repeat(2)}ff`, 'hex')), {
    ref: { kind: 'guid', guid: '01234567-89ab-cdef-0123-456789abcdef', indexes: [] },
    length: 17,
  });
});

t.test('what is too short, has another magic byte or no possible id has no prefix', async (t) => {
  for (const hex of ['', '00', '00000000', '0000000000', '00ffffffff', '020000002a', `01${'00'.repeat(15)}`])
    t.equal(readPrefix(Buffer.from(hex, 'hex')), undefined, hex);
});

t.test('reads message indexes as zigzag varints, a single 0 being short for the first message', async (t) => {
  const read = (hex: string): unknown => readMessageIndexes(Buffer.from(hex, 'hex'));
  t.same(read('00ff'), { indexes: [0], length: 1 });
  t.same(read('020400'), { indexes: [2], length: 2 });
  t.same(read('04000aff'), { indexes: [0, 5], length: 3 });
  t.same(read('02c801'), { indexes: [100], length: 3 });
});

t.test('indexes that are cut off, negative or beyond all sense are refused', async (t) => {
  for (const hex of ['', '02', '04 02', '01', '0201', 'ffffffffff', '8080808080', '42', '02808080808080'])
    t.equal(readMessageIndexes(Buffer.from(hex.replace(' ', ''), 'hex')), undefined, hex);
});

t.test('a schema reference is read back as it was written', async () => {
  const indexes = fc.array(fc.nat(99_999), { maxLength: 32 });
  const ref: fc.Arbitrary<SchemaRef> = fc.oneof(
    fc.record(
      { kind: fc.constant('registry' as const), id: fc.nat(2 ** 31 - 1), indexes },
      { noNullPrototype: true },
    ),
    fc.record({ kind: fc.constant('guid' as const), guid: fc.uuid(), indexes }, { noNullPrototype: true }),
    fc.record(
      {
        kind: fc.constant('file' as const),
        name: fc.stringMatching(/^[A-Za-z0-9_-]{1,63}$/),
        message: fc.stringMatching(/^[A-Za-z0-9_.]{1,255}$/),
      },
      { noNullPrototype: true },
    ),
  );
  fc.assert(fc.property(ref, (value) => assert.deepEqual(parseSchemaRef(formatSchemaRef(value)), value)));
});

t.test('names that a producer makes up are no references', async (t) => {
  for (const text of [
    '',
    'login',
    'registry:',
    'registry:x',
    'registry:1/',
    'guid:1',
    'file:a',
    'file:a b/c',
    'registry:1\n',
  ])
    t.equal(parseSchemaRef(text), undefined, text);
});
