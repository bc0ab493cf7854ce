import type { RuleSources, SchemaSources, SealingKey } from '@scrubjay/boot';
import type { FindingChange, Limits, OpenText } from '@scrubjay/engine';
import type { ErrorCode } from '@scrubjay/errors';
import type { Frame } from '@scrubjay/frame';
import type { RegisteredSchema, RegistryKey } from '@scrubjay/registry';
import type { RedactedFrame } from '../redact-frame.js';

/** What passes between the main thread and its workers. Buffers arrive as plain Uint8Arrays: see `transfer.ts`. */

/** The files of the rulesets that a worker lives with, from its start to its end. */
export interface RuleFiles {
  readonly active: RuleSources;
  readonly shadow: RuleSources | undefined;
}

export type RuleRole = keyof RuleFiles;

/** What a worker is started with. */
export interface WorkerSetup {
  readonly rules: RuleFiles;
  readonly limits: Limits;
  readonly epoch: string;
  readonly tenant: string;
  readonly shadow: { readonly sampleRate: number; readonly maxMsPerFrame: number } | undefined;
  /** Without the registry, which the main thread asks; `hasRegistry` says whether there is one. */
  readonly schemas: Omit<SchemaSources, 'registry'>;
  readonly hasRegistry: boolean;
  /** No other worker of this process has or had it: it keeps nonces apart. */
  readonly number: number;
}

/** Key material. Sent in memory only, never in errors or logs; workers wipe theirs when they are closed. */
export interface WorkerKeys {
  /** Empty where no rule pseudonymizes. */
  readonly pseudonyms: Uint8Array;
  readonly sealing: SealingKey;
}

/** A compiled ruleset, in another thread. */
export interface RulesetSummary {
  readonly fingerprint: string;
  readonly detectors: number;
  /** Whether it, or one of its variants, needs the pseudonym key. */
  readonly pseudonymizes: boolean;
}

export interface CompiledRules {
  readonly active: RulesetSummary;
  readonly shadow: RulesetSummary | undefined;
}

/** A ScrubjayError without its cause, which may quote a record. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly retryable: boolean;
}

/** How often the shadow ruleset differed in one frame. */
export interface ShadowCounts {
  readonly records: number;
  readonly findings: readonly (readonly [detector: string, change: FindingChange, count: number])[];
  readonly withheld: readonly (readonly [change: 'added' | 'removed', count: number])[];
  readonly errors: number;
}

export interface FrameAnswer {
  readonly redacted: RedactedFrame;
  readonly shadow: ShadowCounts | undefined;
}

export type RegistryQuestion =
  | { readonly kind: 'find'; readonly key: RegistryKey }
  | { readonly kind: 'findVersion'; readonly subject: string; readonly version: number };

export type ToWorker =
  | { readonly kind: 'keys'; readonly keys: WorkerKeys }
  | { readonly kind: 'frame'; readonly frame: Frame; readonly continues: readonly OpenText[] }
  | {
      readonly kind: 'schema';
      readonly id: number;
      readonly answer: RegisteredSchema | undefined | { readonly error: WireError };
    }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready'; readonly rules: CompiledRules }
  /** The rules do not compile; the worker ends. */
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'done'; readonly answer: FrameAnswer }
  | { readonly kind: 'failed'; readonly error: WireError }
  /** A question to the schema registry, answered by `schema` of the same id. */
  | { readonly kind: 'ask'; readonly id: number; readonly question: RegistryQuestion };
