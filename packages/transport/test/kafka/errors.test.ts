import { ScrubjayError } from '@scrubjay/errors';
import kafkajs from 'kafkajs';
import t from 'tap';
import { hasProtocolType, isMembershipLost, toKafkaError } from '../../src/kafka/errors.js';

function protocol(type: string, retriable: boolean): Error {
  return new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error('secret text'), { type, code: 1, retriable }),
  );
}

function exhausted(cause: Error): Error {
  return new kafkajs.KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 5, retryTime: 1 });
}

const cases: readonly (readonly [string, unknown, string, boolean])[] = [
  ['a fenced producer', protocol('INVALID_PRODUCER_EPOCH', false), 'SJ_KAFKA_FENCED', false],
  ['a transaction that timed out', protocol('INVALID_TXN_STATE', false), 'SJ_KAFKA_FENCED', false],
  ['an old generation', protocol('ILLEGAL_GENERATION', false), 'SJ_KAFKA_FENCED', false],
  ['a missing ACL', protocol('TOPIC_AUTHORIZATION_FAILED', false), 'SJ_KAFKA_DENIED', false],
  [
    'a missing topic',
    exhausted(protocol('UNKNOWN_TOPIC_OR_PARTITION', true)),
    'SJ_KAFKA_TOPIC_MISSING',
    false,
  ],
  ['a message too large', protocol('MESSAGE_TOO_LARGE', false), 'SJ_KAFKA_FAILED', false],
  ['a broker that moves', protocol('NOT_ENOUGH_REPLICAS', true), 'SJ_KAFKA_FAILED', true],
  ['an invalid request', protocol('INVALID_REQUEST', false), 'SJ_KAFKA_FAILED', false],
  ['a lost connection', new kafkajs.KafkaJSConnectionError('x'), 'SJ_KAFKA_UNREACHABLE', true],
  ['retries that ran out', exhausted(new kafkajs.KafkaJSConnectionError('x')), 'SJ_KAFKA_UNREACHABLE', true],
  [
    'a time-out',
    Object.assign(new Error('x'), { name: 'KafkaJSRequestTimeoutError', retriable: true }),
    'SJ_KAFKA_UNREACHABLE',
    true,
  ],
  [
    'a bad password',
    Object.assign(new Error('x'), { name: 'KafkaJSSASLAuthenticationError', retriable: false }),
    'SJ_KAFKA_DENIED',
    false,
  ],
  ['a bug', new TypeError('x is not a function'), 'SJ_INTERNAL', false],
  ['nothing at all', undefined, 'SJ_INTERNAL', false],
];

for (const [name, error, code, retryable] of cases) {
  t.test(`${name} is ${code}`, async (t) => {
    t.match(toKafkaError(error, 'What was done'), { code, retryable, message: /^What was done \(.+\)\.$/ });
  });
}

t.test('keeps an error of ours however deep it lies', async (t) => {
  const own = new ScrubjayError('SJ_STOPPED', 'Stopped.');
  t.equal(toKafkaError(exhausted(Object.assign(new Error('x'), { cause: own })), 'X'), own);
});

t.test('quotes the type of the error and never its text', async (t) => {
  const { message } = toKafkaError(exhausted(protocol('REQUEST_TIMED_OUT', true)), 'Reading');
  t.equal(message, 'Reading (REQUEST_TIMED_OUT).');
});

t.test('points at the certificates when they are the reason', async (t) => {
  const error = new kafkajs.KafkaJSConnectionError('x', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  t.match(toKafkaError(error, 'X'), { code: 'SJ_KAFKA_UNREACHABLE', fix: /kafka\.tls/ });
});

t.test('survives causes that go round in a circle', async (t) => {
  const error = new Error('x') as Error & { cause?: unknown };
  error.cause = error;
  t.match(toKafkaError(error, 'X'), { code: 'SJ_INTERNAL' });
});

t.test('looks into what an aggregate holds', async (t) => {
  const aggregate = Object.assign(new Error('x'), { errors: [protocol('TOPIC_ALREADY_EXISTS', false)] });
  t.ok(hasProtocolType(aggregate, 'TOPIC_ALREADY_EXISTS'));
  t.notOk(hasProtocolType(aggregate, 'OTHER'));
});

t.test('knows a lost membership', async (t) => {
  t.ok(isMembershipLost(protocol('UNKNOWN_MEMBER_ID', false)));
  t.ok(isMembershipLost(protocol('NOT_COORDINATOR_FOR_GROUP', true)));
  t.notOk(isMembershipLost(new kafkajs.KafkaJSConnectionError('x')));
});
