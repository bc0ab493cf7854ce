/** What a key is for. Each purpose has a key of its own, so that a role can be allowed one without the others. */
export const purposes = ['raw', 'scrubbed', 'quarantine', 'pseudonym'] as const;
export type Purpose = (typeof purposes)[number];

/** A key that something is configured under: those of the purposes, and the one that signs manifests. */
export type KeyName = Purpose | 'signing';

/** Purposes whose keys seal bytes; the pseudonym key only derives. */
export type SealPurpose = Exclude<Purpose, 'pseudonym'>;

/** Non-secret pairs that are bound to a sealed message, readable by anyone who has it. */
export type SealContext = Readonly<Record<string, string>>;

/** How long a data key may be used again. Looser bounds save calls to the key service, tighter ones limit a leak. */
export interface CacheBounds {
  /** Age of a data key in milliseconds; 5 minutes unless told. A revoked permission takes effect after at most this. */
  readonly maxAgeMs?: number;
  /** Messages sealed under one data key; 100,000 unless told. */
  readonly maxMessages?: number;
  /** Bytes sealed under one data key; 64 GiB unless told. */
  readonly maxBytes?: number;
}

export interface CheckOptions {
  /** Leaves opening out: for a role that may seal and not open, such as ingest on the raw key. */
  readonly sealOnly?: boolean;
}

/**
 * Envelope encryption under one key per purpose. Sealed messages are AWS Encryption SDK messages: any of its clients
 * opens them. Rejections carry SJ_VAULT_KEY_DENIED, SJ_VAULT_UNAVAILABLE or SJ_VAULT_OPEN_FAILED; SJ_INTERNAL for a
 * purpose that has no key here.
 */
export interface Vault {
  /**
   * Encrypts `plain` and binds `context` to it. Data keys are cached per purpose and context: keep the number of
   * different contexts small. Pairs named `scrubjay-*` or `aws-crypto-*` are refused.
   */
  seal(purpose: SealPurpose, plain: Buffer, context: SealContext): Promise<Buffer>;
  /**
   * Decrypts what {@link seal} made for the same purpose. Every pair of `context` must be bound to the message, which
   * may have more. Nothing of a message is returned before all of it is authenticated.
   */
  open(purpose: SealPurpose, sealed: Buffer, context: SealContext): Promise<Buffer>;
  /** The 32-byte key of an epoch's pseudonyms: the same in every process, and not stored anywhere. A copy. */
  pseudonymKey(epoch: string): Promise<Buffer>;
  /** Uses the key of each purpose once for real, past all caches. The error names the purpose and the key. */
  check(purposes: readonly Purpose[], options?: CheckOptions): Promise<void>;
  /** Frees connections. Safe to call twice. */
  close(): void;
}

/** Outcome of one request to the key service; a metric label. */
export type KmsOutcome = 'ok' | 'denied' | 'throttled' | 'error';

/** Told of every request that went to the key service, retries included. `op` as AWS names it: `GenerateDataKey`. */
export type OnKmsRequest = (op: string, outcome: KmsOutcome) => void;
