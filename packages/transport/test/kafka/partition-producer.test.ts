import t from 'tap';
import { splitRequests, type RoutedMessage } from '../../src/kafka/partition-producer.js';

function message(bytes: number, partition = 0, topic = 'out'): RoutedMessage {
  return { topic, message: { partition, value: Buffer.from(String(bytes)) }, bytes };
}

t.test('splits into requests of bounded size, in order', async (t) => {
  const messages = [300, 301, 302, 303].map((bytes) => message(bytes));
  const requests = splitRequests(messages, 700);
  t.same(
    requests.map((request) => request.messages.length),
    [2, 2],
  );
  t.same(
    requests.flatMap((request) => request.messages),
    messages.map((routed) => routed.message),
  );
});

t.test('sends a message that is larger than the bound by itself', async (t) => {
  const requests = splitRequests(
    [10, 5000, 10].map((bytes) => message(bytes)),
    700,
  );
  t.same(
    requests.map((request) => request.messages.map(({ value }) => String(value))),
    [['10'], ['5000'], ['10']],
  );
});

t.test('writes to one partition with one request, as kafkajs loses messages of larger ones', async (t) => {
  const requests = splitRequests(
    [message(1), message(2, 1), message(3), message(4, 0, 'other'), message(5, 1)],
    700,
  );
  t.same(
    requests.map(({ topic, messages }) => [topic, ...messages.map(({ value }) => String(value))]),
    [
      ['out', '1', '3'],
      ['out', '2', '5'],
      ['other', '4'],
    ],
  );
});

t.test('has no request for no message', async (t) => {
  t.same(splitRequests([], 700), []);
});
