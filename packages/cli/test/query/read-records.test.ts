import type { ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import t from 'tap';
import { readRecords, type RecordFilter } from '../../src/query/read-records.js';

const everything: RecordFilter = { range: { from: 0, to: Date.UTC(2100) } };

async function read(body: string | undefined, filter: RecordFilter = everything): Promise<unknown[]> {
  const store = {
    get: async () => (body === undefined ? undefined : { body: Buffer.from(body), etag: 'e' }),
  };
  const sealer = { openObject: async (sealed: Buffer) => sealed };
  const found: unknown[] = [];
  for await (const { line, value } of readRecords(
    store as unknown as ObjectStore,
    sealer as unknown as ObjectSealer,
    'logs/key',
    filter,
  )) {
    t.strictSame(JSON.parse(line.toString()), value);
    found.push(value['id']);
  }
  return found;
}

const at = (id: number, time: unknown, more = {}): string => `${JSON.stringify({ id, time, ...more })}\n`;

t.test('gives the records of an object in their order, the last one without newline too', async (t) => {
  t.strictSame(await read(at(1, '2026-01-01T00:00:00Z') + at(2, '2025-01-01T00:00:00Z').trimEnd()), [1, 2]);
  t.strictSame(await read(''), []);
});

t.test('finds nothing in an object that was removed since it was listed', async (t) => {
  t.strictSame(await read(undefined), []);
});

t.test('takes the range, text and severity into account', async (t) => {
  const range = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) };
  const body = [
    at(1, '2025-12-31T23:59:59.999Z'),
    at(2, '2026-01-01T00:00:00.000Z', { severity_text: 'Error' }),
    at(3, '2026-01-01T23:59:59.999Z', { msg: 'é here' }),
    at(4, '2026-01-02T00:00:00.000Z'),
    at(5, 'no time'),
    at(6, 7),
  ].join('');
  t.strictSame(await read(body, { range }), [2, 3]);
  t.strictSame(await read(body, { range, grep: 'é' }), [3]);
  t.strictSame(await read(body, { range, severity: 'error' }), [2]);
});

t.test('names the object that holds something else, without its content', async (t) => {
  const error = await read('{"s3cret\n').then(
    () => undefined,
    (caught: unknown) => caught,
  );
  t.match(error, { code: 'SJ_FRAME_INVALID', message: 'The object logs/key holds a line that is no JSON.' });
});
