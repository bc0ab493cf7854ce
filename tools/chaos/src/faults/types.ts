import type { Service } from '@scrubjay/e2e';
import type { Theatre } from '../stage/theatre.js';

/** A fault as it was drawn from the seed. */
export interface PlannedFault {
  readonly kind: string;
  /** The service that it falls on, where the kind falls on one. */
  readonly victim: Service;
  /** From the begin of its round. */
  readonly delayMs: number;
  readonly durationMs: number;
  /** `[0, 1)`: chooses among brokers. */
  readonly which: number;
  /** `[0, 1)`: how hard, or in which of two ways. */
  readonly strength: number;
}

/** A fault under way. */
export interface Strike {
  /** What shows that it acts; undefined while nothing does. */
  readonly evidence: () => Promise<string | undefined>;
  /** Ends the fault: from now on the services have all that they need. */
  readonly heal: () => Promise<void>;
}

export interface FaultKind {
  readonly name: string;
  readonly title: string;
  /** Services that it can fall on, one at a time; all at once where it is about what they share. */
  readonly victims: readonly Service[];
  readonly strikes: 'one' | 'all';
  /** Faults of one domain and victim do not go together. */
  readonly domain: 'process' | 's3' | 'kms' | 'brokers' | 'network' | 'rules';
  readonly durationMs: readonly [from: number, to: number];
  /** Exit codes with which a running service may end over it, as docs/operations.md says. */
  readonly mayExit?: readonly number[];
  /** Those with which one may end that is just starting; 3 unless told. */
  readonly mayNotStart?: readonly number[];
  /** Resolves once it has begun. */
  readonly begin: (theatre: Theatre, fault: PlannedFault) => Promise<Strike>;
}

/** Services that a planned fault falls on. */
export function victimsOf(kind: FaultKind, fault: PlannedFault): readonly Service[] {
  return kind.strikes === 'all' ? kind.victims : [fault.victim];
}

/** Whether a fault of this kind explains that a process ended by itself. */
export function explainsExit(kind: FaultKind, code: number | null, wasRunning: boolean): boolean {
  const codes = wasRunning ? (kind.mayExit ?? []) : (kind.mayNotStart ?? [3]);
  return code !== null && codes.includes(code);
}
