export interface KafkaLogEntry {
  readonly level: 'warn' | 'info' | 'debug';
  /** The part of kafkajs that speaks, e.g. `Connection`. */
  readonly namespace: string;
  /** What it says, as one of a fixed list of codes: its own text may quote a record. */
  readonly code: string;
}

export type KafkaLogSink = (entry: KafkaLogEntry) => void;

/** How kafkajs's messages begin, and what we call them. Anything else is `other`. */
const codes: readonly (readonly [start: string, code: string])[] = [
  ['Connection error', 'connection_error'],
  ['Connection timeout', 'connection_timeout'],
  ['Failed to connect', 'connection_failed'],
  ['Failed to find group coordinator', 'coordinator_not_found'],
  ['SASL', 'sasl_failed'],
  ['Response ', 'request_failed'],
  ['Failed to send messages', 'send_failed'],
  ['Error when calling eachBatch', 'batch_failed'],
  ['Crash: ', 'consumer_crashed'],
  ['Starting', 'consumer_starting'],
  ['Stopped', 'consumer_stopped'],
  ['Consumer has joined the group', 'group_joined'],
  ['consumer not running, exiting', 'consumer_not_running'],
  ['The group is rebalancing', 'group_rebalancing'],
  ['The coordinator is not aware of this member', 'member_unknown'],
  ['Topic has been updated', 'topic_changed'],
  ['Offset out of range', 'offset_out_of_range'],
  ['Pausing fetching', 'fetch_paused'],
  ['Resuming fetching', 'fetch_resumed'],
  ['Preferred read replica', 'read_replica'],
  ['Consumer is not aware of all assigned partitions', 'metadata_stale'],
  ['Consumer group received unsubscribed topics', 'topics_not_subscribed'],
  ['Caught error when', 'callback_failed'],
];

function codeOf(message: string): string {
  return codes.find(([start]) => message.startsWith(start))?.[1] ?? 'other';
}

const kafkaJsLevels = { warn: 2, info: 4 } as const;
const routine = new Set(['request_failed', 'fetch_paused', 'fetch_resumed']);

/** kafkajs calls every refused request an error, routine ones included; whether a person is needed is ours to say. */
function levelOf(level: number, code: string): KafkaLogEntry['level'] {
  if (routine.has(code)) return 'debug';
  if (level <= kafkaJsLevels.warn) return 'warn';
  return level <= kafkaJsLevels.info ? 'info' : 'debug';
}

const safeNamespace = /^[A-Za-z0-9 ]{0,40}$/;

/** A kafkajs logCreator that lets only level, namespace and code through, and nothing without a sink. */
export function createLogCreator(
  sink: KafkaLogSink | undefined,
): () => (entry: { namespace: string; level: number; log: { message: string } }) => void {
  return () => (entry) => {
    if (sink === undefined) return;
    const namespace = safeNamespace.test(entry.namespace) ? entry.namespace : 'other';
    const code = codeOf(entry.log.message);
    sink({ level: levelOf(entry.level, code), namespace, code });
  };
}
