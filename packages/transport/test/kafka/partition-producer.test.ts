import t from 'tap';
import { splitRequests, type RoutedMessage } from '../../src/kafka/partition-producer.js';

function message(bytes: number): RoutedMessage {
  return { topic: 'out', message: { partition: 0, value: null }, bytes };
}

t.test('splits into requests of bounded size, in order', async (t) => {
  const messages = [300, 300, 300, 300].map(message);
  const requests = splitRequests(messages, 700);
  t.same(
    requests.map((request) => request.length),
    [2, 2],
  );
  t.same(requests.flat(), messages);
});

t.test('sends a message that is larger than the bound by itself', async (t) => {
  const requests = splitRequests([10, 5000, 10].map(message), 700);
  t.same(
    requests.map((request) => request.map(({ bytes }) => bytes)),
    [[10], [5000], [10]],
  );
});

t.test('has no request for no message', async (t) => {
  t.same(splitRequests([], 700), []);
});
