import t from 'tap';
import { openPayload } from '../../src/e2e/payload.js';

t.test('takes each line of the files below a folder, named after the folder it lies in', async (t) => {
  const folder = t.testdir({
    shop: { 'a.log': 'one\n\ntwo\n', 'b.ndjson': '{"n":1}\n{"n":2}\n', 'notes.md': 'no log\n' },
  });
  const { messages, bytes } = await openPayload(folder);
  const texts = messages.map(({ value }) => value.toString());
  t.same([...texts].sort(), ['one', 'two', '{"n":1}', '{"n":2}']);
  t.same(new Set(texts.slice(0, 2)), new Set(['one', '{"n":1}']), 'the files go side by side');
  t.equal(bytes, texts.join('').length);
  t.ok(messages.every(({ headers }) => headers['scrubjay-service'] === 'shop'));
});

t.test('gives records of years ago the present time, and leaves everything else as it is', async (t) => {
  const before = Date.now();
  const folder = t.testdir({ s: { 'a.json': '{"ts":1521912991.5,"time":"2018-03-24","x":"ts"}\n' } });
  const [message] = (await openPayload(folder)).messages;
  const { ts, ...rest } = JSON.parse(message?.value.toString() ?? '') as Record<string, string>;
  t.ok(Date.parse(ts ?? '') >= before);
  t.same(rest, { time: '2018-03-24', x: 'ts' });
});

t.test('says so where there are no records', async (t) => {
  await t.rejects(openPayload(t.testdir({ 'a.log': '\n' })), RangeError);
});

t.test('has samples of its own', async (t) => {
  const { name, messages } = await openPayload('samples');
  t.equal(name, 'samples');
  t.ok(messages.length >= 40_000);
  t.ok(messages.some(({ headers }) => headers['scrubjay-format'] === 'otlp-protobuf'));
});
