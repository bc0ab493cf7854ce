import { ScrubjayError, describeForeign, isScrubjayError, type ErrorCode } from '@scrubjay/errors';

/** This member no longer owns what it works on: another one joined, or the coordinator gave up on this one. */
const lostMembership = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);

/** This producer's transactional id belongs to a newer one, or its transaction was ended over its head. */
const fencedProducer = new Set([
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
]);

const denied = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'SECURITY_DISABLED',
]);

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

const missingTopic = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION']);

const unreachableNames = new Set([
  'KafkaJSBrokerNotFound',
  'KafkaJSConnectionClosedError',
  'KafkaJSConnectionError',
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSLockTimeout',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSTimeout',
]);

interface Link {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly retriable?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

/** The error and what it wraps, outermost first; kafkajs wraps up to three deep, an aggregate counts by its first. */
function chainOf(error: unknown): readonly Link[] {
  const chain: Link[] = [];
  let link = error;
  while (typeof link === 'object' && link !== null && chain.length < 8 && !chain.includes(link)) {
    const current: Link = link;
    chain.push(current);
    const first: unknown = Array.isArray(current.errors) ? current.errors[0] : undefined;
    link = current.cause ?? current.originalError ?? first;
  }
  return chain;
}

function protocolTypes(error: unknown): readonly string[] {
  return chainOf(error)
    .map((link) => link.type)
    .filter((type) => typeof type === 'string');
}

/** Whether the error says that a rebalance began or this member was put out of its group. */
export function isMembershipLost(error: unknown): boolean {
  return protocolTypes(error).some(
    (type) => lostMembership.has(type) || type === 'NOT_COORDINATOR_FOR_GROUP',
  );
}

/** Whether the error carries this protocol error type, at any depth. */
export function hasProtocolType(error: unknown, type: string): boolean {
  return protocolTypes(error).includes(type);
}

function isCertificateProblem(link: Link): boolean {
  return typeof link.code === 'string' && /CERT|_TLS_|_SSL_|SELF_SIGNED/.test(link.code);
}

interface Verdict {
  readonly code: ErrorCode;
  readonly retryable?: boolean;
  readonly fix?: string;
}

function judgeType(type: string): Verdict | undefined {
  if (lostMembership.has(type) || fencedProducer.has(type)) return { code: 'SJ_KAFKA_FENCED' };
  if (denied.has(type)) return { code: 'SJ_KAFKA_DENIED' };
  if (missingTopic.has(type)) return { code: 'SJ_KAFKA_TOPIC_MISSING' };
  if (tooLarge.has(type)) {
    return {
      code: 'SJ_KAFKA_FAILED',
      retryable: false,
      fix: 'Raise max.message.bytes of the topic and the brokers.',
    };
  }
  return undefined;
}

function judgeLink(link: Link): Verdict | undefined {
  if (typeof link.type === 'string') {
    const verdict = judgeType(link.type);
    if (verdict !== undefined) return verdict;
  }
  if (link.name === 'KafkaJSSASLAuthenticationError') return { code: 'SJ_KAFKA_DENIED' };
  if (isCertificateProblem(link)) {
    return {
      code: 'SJ_KAFKA_UNREACHABLE',
      fix: 'Check kafka.tls: the CA, the certificate and the server name.',
    };
  }
  if (typeof link.name === 'string' && unreachableNames.has(link.name))
    return { code: 'SJ_KAFKA_UNREACHABLE' };
  return undefined;
}

/** Without a verdict of ours kafkajs's own flag decides; an error that is not of Kafka at all is a bug. */
function judgeRest(chain: readonly Link[]): Verdict {
  const innermost = chain.at(-1);
  if (innermost === undefined || typeof innermost.retriable !== 'boolean') return { code: 'SJ_INTERNAL' };
  return { code: 'SJ_KAFKA_FAILED', retryable: innermost.retriable };
}

/**
 * The ScrubjayError for whatever kafkajs threw: SJ_KAFKA_UNREACHABLE, _DENIED, _TOPIC_MISSING, _FENCED, _FAILED, or
 * SJ_INTERNAL. `what` says what was being done and where; of the foreign error only its safe name is quoted.
 */
export function toKafkaError(error: unknown, what: string): ScrubjayError {
  const chain = chainOf(error);
  const own = chain.find((link) => isScrubjayError(link));
  if (isScrubjayError(own)) return own;
  let verdict: Verdict | undefined;
  for (const link of [...chain].reverse()) verdict ??= judgeLink(link);
  const { code, retryable, fix } = verdict ?? judgeRest(chain);
  return new ScrubjayError(code, `${what} (${nameOf(chain)}).`, {
    cause: error,
    ...(retryable === undefined ? {} : { retryable }),
    ...(fix === undefined ? {} : { fix }),
  });
}

function nameOf(chain: readonly Link[]): string {
  const typed = chain
    .filter((link) => typeof link.type === 'string' && /^[A-Z_]{1,64}$/.test(link.type))
    .at(-1);
  if (typed !== undefined) return String(typed.type);
  return describeForeign(chain.at(-1));
}
