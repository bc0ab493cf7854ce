import t from 'tap';
import { decodeHeaders, sizeOf, toSourceMessage, toSourceMessages } from '../../src/kafka/messages.js';

const message = {
  key: Buffer.from('k'),
  value: Buffer.from('value'),
  timestamp: '1700000000000',
  attributes: 0,
  offset: '9007199254740993',
  headers: { a: Buffer.from('x') },
};

t.test('keeps offsets that a number cannot hold', async (t) => {
  t.equal(toSourceMessage(message).offset, 9007199254740993n);
});

t.test('tells a tombstone from an empty value', async (t) => {
  t.equal(toSourceMessage({ ...message, value: null }).value, null);
  t.same(toSourceMessage({ ...message, value: Buffer.alloc(0) }).value, Buffer.alloc(0));
});

t.test('joins the values of a repeated header and reads an absent one as empty', async (t) => {
  const headers = decodeHeaders({ many: [Buffer.from('a'), 'b'], none: undefined });
  t.same({ ...headers }, { many: 'a,b', none: '' });
});

t.test('a header may be called like a property of every object', async (t) => {
  const headers = decodeHeaders(JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>);
  t.same(Object.entries(headers), [
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
});

t.test('bounds the number and the length of headers', async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, i) => [`h${String(i)}`, 'x'.repeat(20_000)]),
  );
  const headers = decodeHeaders(many);
  t.equal(Object.keys(headers).length, 128);
  t.equal(headers['h0']?.length, 8192);
});

t.test('counts key, value and headers', async (t) => {
  t.equal(sizeOf(toSourceMessage(message)), 8);
  t.equal(sizeOf(toSourceMessage({ ...message, key: null, value: null, headers: {} })), 0);
});

t.test('keeps every header byte for byte beside the strings', async (t) => {
  const binary = Buffer.from([0, 255]);
  const headers = { many: [Buffer.from('a'), 'b'], binary, none: undefined, long: 'x'.repeat(20_000) };
  const { rawHeaders } = toSourceMessage({ ...message, headers });
  t.same(rawHeaders, [
    ['many', Buffer.from('a')],
    ['many', Buffer.from('b')],
    ['binary', binary],
    ['none', Buffer.alloc(0)],
    ['long', Buffer.from('x'.repeat(20_000))],
  ]);
});

t.test('reads headers that messages share once, and each message else by itself', async (t) => {
  const shared = { service: Buffer.from('billing') };
  const other = { service: Buffer.from('auth') };
  const { key, value, timestamp, attributes, offset } = message;
  const [one, two, three, four] = toSourceMessages([
    { ...message, headers: shared },
    { ...message, headers: other, offset: '2' },
    { ...message, headers: shared, value: null },
    // Of a format that has no headers yet.
    { key, value, timestamp, attributes, offset, size: 0 },
  ]);
  t.equal(one?.headers, three?.headers);
  t.equal(one?.rawHeaders, three?.rawHeaders);
  t.match(one, {
    offset: 9007199254740993n,
    value: message.value,
    rawHeaders: [['service', shared.service]],
  });
  t.match({ ...two?.headers }, { service: 'auth' });
  t.equal(two?.offset, 2n);
  t.equal(three?.value, null);
  t.same(four?.rawHeaders, []);
});
