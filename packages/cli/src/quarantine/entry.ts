import type { QuarantineFacts } from '@scrubjay/boot';
import type { Frame } from '@scrubjay/frame';

/** What can be told of a withheld record; nothing where it is sealed and says nothing on the outside. */
export type EntryFacts = Omit<QuarantineFacts, 'part' | 'parts' | 'ingestedAtMs'>;

/** A withheld record as it lies in quarantine, in as many messages or objects as it has parts. */
export interface Entry {
  /** `topic/partition/offset` of its first message, or the key of its objects up to the part. Stays the same. */
  readonly id: string;
  readonly facts: EntryFacts | undefined;
  /** Unix milliseconds when it was withheld: Kafka's time of the message, or the store's of the object. */
  readonly withheldAtMs: number;
  /** As stored, sealed and with all parts. */
  readonly storedBytes: number;
  /** Parts that are there. */
  readonly parts: number;
  /** False where some are not: deleted by retention, or not written yet. */
  readonly isComplete: boolean;
  /** One a part; only where they were opened. */
  readonly frames?: readonly Frame[];
}

export interface EntryFilter {
  readonly ids?: ReadonlySet<string> | undefined;
  readonly reasons?: ReadonlySet<string> | undefined;
  readonly stage?: string | undefined;
  readonly service?: string | undefined;
  /** Unix milliseconds of the withholding: inclusive, exclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Whether an entry is meant. One that says nothing of itself is only found by its id and its time. */
export function isMeant(entry: Entry, { ids, reasons, stage, service, from, to }: EntryFilter): boolean {
  const { facts, withheldAtMs } = entry;
  return (
    (ids?.has(entry.id) ?? true) &&
    (reasons === undefined || (facts !== undefined && reasons.has(facts.reason))) &&
    (stage === undefined || facts?.stage === stage) &&
    (service === undefined || facts?.service === service) &&
    (from === undefined || withheldAtMs >= from) &&
    (to === undefined || withheldAtMs < to)
  );
}
