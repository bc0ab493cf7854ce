import kafkajs from 'kafkajs';
import t from 'tap';
import { isPassing } from '../src/passing.js';

const { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;

function answer(type: string, retriable: boolean): Error {
  return new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 14, retriable }));
}

t.test('what a broker cannot say yet is asked again, also when kafkajs has given up', async (t) => {
  const loading = answer('GROUP_LOAD_IN_PROGRESS', true);
  t.ok(isPassing(loading));
  t.ok(isPassing(new KafkaJSNumberOfRetriesExceeded(loading, { retryCount: 5, retryTime: 100 })));
});

t.test('what will not change is an error', async (t) => {
  const refused = answer('TOPIC_AUTHORIZATION_FAILED', false);
  t.notOk(isPassing(refused));
  t.notOk(isPassing(new KafkaJSNumberOfRetriesExceeded(refused, { retryCount: 5, retryTime: 100 })));
  t.notOk(isPassing(new Error('no')));
});
