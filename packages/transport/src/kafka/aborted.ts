/** The parts of a kafkajs message that decide whether it was committed. Messages of old formats have no context. */
export interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  isControlRecord?: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
}

export interface AbortedTransaction {
  readonly producerId: string;
  /** Offset of the transaction's first message in the partition. */
  readonly firstOffset: string;
}

const abortMarkerType = 0;

/** A control record's key is its version and its type, two bytes each. */
function isAbortMarker(message: FetchedMessage): boolean {
  return message.key !== null && message.key.length >= 4 && message.key.readInt16BE(2) === abortMarkerType;
}

/**
 * Marks the messages of aborted transactions as control records, which kafkajs hands to nobody and yet counts when it
 * moves its position. The broker lists aborted transactions by where they ended, so they are sorted first; a message
 * may be the first one seen of several. As Apache Kafka's own client does it:
 * clients/…/consumer/internals/CompletedFetch.java.
 */
export function markAborted(
  messages: readonly FetchedMessage[],
  aborted: readonly AbortedTransaction[],
): void {
  if (aborted.length === 0) return;
  const waiting = aborted
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0));
  const open = new Set<string>();
  let begun = 0;
  for (const message of messages) {
    const offset = BigInt(message.offset);
    for (let next = waiting[begun]; next !== undefined && next.firstOffset <= offset; next = waiting[begun]) {
      open.add(next.producerId);
      begun += 1;
    }
    const context = message.batchContext;
    if (context === undefined) continue;
    if (message.isControlRecord === true) {
      if (isAbortMarker(message)) open.delete(context.producerId);
    } else if (context.inTransaction && open.has(context.producerId)) {
      message.isControlRecord = true;
    }
  }
}
