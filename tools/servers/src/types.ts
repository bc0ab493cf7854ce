/** No such server can be had here; `reason` is written for a person and names every way that was tried. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

/** Where a server came from, in the order of the search. One from the environment belongs to someone else. */
export type Origin = 'environment' | 'toolchain' | 'docker';

export interface KafkaOptions {
  /**
   * Folder for the log segments; it is kept on {@link KafkaServer.stop} and may hold an earlier broker's data. By default
   * they lie in a temporary folder that goes away with the broker.
   */
  readonly logDir?: string;
  /** Adds a listener with SASL (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) without TLS. */
  readonly sasl?: boolean;
  /** Adds a listener with TLS; together with `sasl` also one with both. */
  readonly tls?: boolean;
  /** A broker of one's own even where the environment names a shared one. Any other option implies it. */
  readonly exclusive?: boolean;
}

export interface SaslAccess {
  readonly brokers: readonly string[];
  readonly username: string;
  readonly password: string;
}

export interface TlsAccess {
  readonly brokers: readonly string[];
  /** The broker's self-signed certificate in PEM, to be trusted as an authority. */
  readonly ca: string;
}

/** A running single-node Kafka. Topics must be created: auto-creation is off; other broker settings are the defaults. */
export interface KafkaServer {
  readonly kind: 'kafka';
  readonly origin: Origin;
  /** Plain listeners as `host:port`. */
  readonly brokers: readonly string[];
  /** The broker's log folder, with a folder `<topic>-<partition>` each; undefined where this machine cannot read it. */
  readonly dataDir: string | undefined;
  readonly sasl: SaslAccess | undefined;
  readonly tls: TlsAccess | undefined;
  readonly saslTls: (SaslAccess & TlsAccess) | undefined;
  /** Ends it in good order and removes its temporary files. Does nothing to a shared server. Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, as a crash would; its data stay until `stop`. Only for a server of one's own. */
  readonly kill: () => Promise<void>;
  /** Starts it again after `kill`, with the same data and addresses. Only for origin `toolchain`. */
  readonly restart: () => Promise<void>;
}

/** A schema registry in memory that speaks the API of Confluent's. */
export interface RegistryServer {
  readonly kind: 'registry';
  readonly origin: Origin;
  /** Base URL of that API, without a final slash. */
  readonly url: string;
  /** Ends it and forgets its content. Does nothing to a shared server. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

/** moto's server: KMS, S3 and Kinesis in memory, any credentials, any region. */
export interface AwsServer {
  readonly kind: 'aws';
  readonly origin: Origin;
  /** Base URL without a final slash. */
  readonly endpoint: string;
  /** Ends it and forgets its content. Does nothing to a shared server. Safe to call twice. */
  readonly stop: () => Promise<void>;
}
