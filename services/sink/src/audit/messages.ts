import type { RuleSources } from '@scrubjay/boot';

/** A scrubbed record that is looked at once more. */
export interface Sample {
  /** The record with its closing newline. */
  readonly bytes: Uint8Array;
  readonly format: 'json' | 'text';
  readonly service: string;
  /** Fingerprint of the ruleset that scrubbed it. */
  readonly ruleset: string;
}

/** What the second look came to: detectors that would still act, and how often; none where all is well. */
export interface SecondLook {
  readonly isLeak: boolean;
  readonly detectors: readonly {
    readonly detector: string;
    readonly category: string;
    readonly count: number;
  }[];
}

export interface AuditSetup {
  readonly sources: RuleSources;
  readonly environment: string;
  readonly epoch: string;
  /** Milliseconds after which no further record of a call is looked at. */
  readonly maxMs: number;
}

export interface AuditQuestion {
  readonly id: number;
  readonly samples: readonly Sample[];
}

/** One look a sample, as many as there was time for. */
export interface AuditAnswer {
  readonly id: number;
  readonly looks: readonly SecondLook[];
}

export type FromAuditThread =
  | { readonly kind: 'ready'; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly message: string }
  | ({ readonly kind: 'answer' } & AuditAnswer);
