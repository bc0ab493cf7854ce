/** The shapes of log that the generator writes. */
export const recordKinds = ['json', 'nginx', 'syslog', 'java', 'kv', 'otlp'] as const;
export type Kind = (typeof recordKinds)[number];

/** Ids of the detectors that are expected to find the planted values. */
export const plantKinds = [
  'email',
  'phone-e164',
  'person-name',
  'birth-date',
  'postal-address',
  'username',
  'device-id',
  'iban',
  'us-ssn',
  'card-number',
  'card-cvv',
  'ipv4',
  'ipv6',
  'mac-address',
  'jwt',
  'bearer-token',
  'basic-auth',
  'aws-access-key-id',
  'github-token',
  'slack-token',
  'stripe-key',
  'password',
  'api-key',
  'url-password',
  'pem-private-key',
] as const;
export type PlantKind = (typeof plantKinds)[number];

/** A sensitive value that stands in a record, and the detector that should find it. */
export interface Planted {
  readonly kind: PlantKind;
  /** The value itself, unescaped. */
  readonly value: string;
  /** The key that it stands under, where only the key tells that it is sensitive. */
  readonly key?: string;
  /** The value as the record's bytes have it, where JSON escaping makes that differ from `value`. */
  readonly written?: string;
  /** `false` for values too short or too common to be searched for in an output, e.g. a CVV. Absent means true. */
  readonly searchable?: false;
}

export interface SampleRecord {
  /** The first of `ids`. */
  readonly id: string;
  /** Tokens such as `evt-00001z`, unique per run, each once in `text`: one per log record, one per line of a trace. */
  readonly ids: readonly string[];
  readonly kind: Kind;
  readonly service: string;
  /** The record without a closing newline. Only `java` has newlines inside; see `toLines`. */
  readonly text: string;
  readonly planted: readonly Planted[];
  /** Unix time in milliseconds; the text carries the same time in its own notation. */
  readonly timestampMs: number;
}

export interface GenerateOptions {
  /** Any integer; its low 32 bits decide every byte of the output together with the other options. */
  readonly seed: number;
  /** Number of records. */
  readonly count: number;
  /** Relative weights. Kinds that are not named are left out. */
  readonly mix?: Partial<Record<Kind, number>>;
  /** Unix time in milliseconds of the first record; the rest follow within 150 minutes, in order. */
  readonly startTimeMs?: number;
  /**
   * Plant GitHub, Slack and Stripe tokens and whole PEM blocks too. Off by default: git hosts refuse pushes of
   * files that hold them, however synthetic.
   */
  readonly vendorTokens?: boolean;
  /** Goes into every id, so that several runs can be told apart: up to 12 of `a-z`, `0-9` and `-`. */
  readonly idPrefix?: string;
}
