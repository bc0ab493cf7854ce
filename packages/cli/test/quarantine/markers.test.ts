import t from 'tap';
import { fullConfig } from '../../src/config-schema.js';
import { forgetMarkers, isReplayed, markerOf, type Markers } from '../../src/quarantine/markers.js';
import type { TopicEntry } from '../../src/quarantine/topic-assembler.js';

const { kafka } = fullConfig.parse({
  environment: 'test',
  kafka: { brokers: ['b:9092'], topics: { quarantine: 'held', replayed: 'marks' }, createTopics: false },
});
const topics = (kafka ?? never()).topics;
const entry = { id: 'held/0/7', digest: 'abc' } as TopicEntry;

t.test('a marker holds for the message that it names only', (t) => {
  const { topic, key, value } = markerOf(entry, topics.replayed, Date.UTC(2026, 0, 31));
  t.equal(topic, 'marks');
  t.equal(String(key), 'held/0/7');
  t.strictSame(JSON.parse(String(value)), { digest: 'abc', replayedAt: '2026-01-31T00:00:00.000Z' });
  t.ok(isReplayed(new Map([['held/0/7', 'abc']]), entry));
  t.notOk(isReplayed(new Map([['held/0/7', 'of a topic that was made anew']]), entry));
  t.notOk(isReplayed(new Map(), entry));
  t.end();
});

t.test('markers go when retention has deleted what they mark, and no other', (t) => {
  const ids = ['held/0/7', 'held/0/8', 'held/0/10', 'held/1/7', 'other/0/7', 'held/01/7'];
  const markers: Markers = new Map(ids.map((id) => [id, 'abc']));
  t.strictSame(
    forgetMarkers(markers, topics, 0, 10n).map(({ topic, partition, key, value }) => [
      ...[topic, partition, String(key), value],
    ]),
    [
      ['marks', 0, 'held/0/7', null],
      ['marks', 0, 'held/0/8', null],
    ],
  );
  t.strictSame(forgetMarkers(markers, topics, 2, 10n), []);
  t.end();
});

function never(): never {
  throw new Error('the configuration has no Kafka');
}
