/** Process exit codes of the command line (a contract): 1 failed checks, 2 usage or config, 3 dependency unreachable. */
export type ExitCode = 1 | 2 | 3;

export interface CatalogueEntry {
  /** What happened, in one short sentence without particulars. */
  readonly summary: string;
  /** What the operator should do next, when the place that throws knows nothing better. */
  readonly fix: string;
  /** Whether the same call may succeed later without anybody mending anything. */
  readonly retryable: boolean;
  readonly exitCode: ExitCode;
}

/** Every error code of Scrubjay. Codes are never renamed and never reused; docs/errors.md lists the same. */
export const catalogue = {
  SJ_USAGE: {
    summary: 'The command was called with wrong arguments.',
    fix: 'Run the command with --help and correct the arguments.',
    retryable: false,
    exitCode: 2,
  },
  SJ_CONFIG_NOT_FOUND: {
    summary: 'The configuration file cannot be read.',
    fix: 'Check the path given to --config and its permissions.',
    retryable: false,
    exitCode: 2,
  },
  SJ_CONFIG_INVALID: {
    summary: 'The configuration is not valid.',
    fix: 'Correct the keys named; `scrubjay config schema` prints what is accepted.',
    retryable: false,
    exitCode: 2,
  },
  SJ_RULES_INVALID: {
    summary: 'A rule pack or policy is not valid; nothing of it was loaded.',
    fix: 'Correct the file and line named, then run `scrubjay rules lint`.',
    retryable: false,
    exitCode: 2,
  },
  SJ_RULES_NOT_FOUND: {
    summary: 'A rule pack or policy cannot be found.',
    fix: 'Check the name against the files in the rules directory.',
    retryable: false,
    exitCode: 2,
  },
  SJ_RULES_NOT_PROMOTED: {
    summary: 'A candidate ruleset was not promoted; the active rules are as they were.',
    fix: 'Mend what is named, or look at `scrubjay rules diff` first.',
    retryable: false,
    exitCode: 1,
  },
  SJ_METRICS_UNREACHABLE: {
    summary: 'The metrics of a service cannot be read.',
    fix: 'Check the address, telemetry.host and telemetry.port, and that the service runs.',
    retryable: true,
    exitCode: 3,
  },
  SJ_FRAME_INVALID: {
    summary: 'A frame cannot be decoded.',
    fix: 'The frame was quarantined whole; check that only Scrubjay writes to its topics.',
    retryable: false,
    exitCode: 1,
  },
  SJ_VAULT_KEY_FILE: {
    summary: 'A local key file is missing, damaged or readable by others.',
    fix: 'Restrict it with `chmod 600`, or restore it from a safe copy.',
    retryable: false,
    exitCode: 2,
  },
  SJ_VAULT_KEY_DENIED: {
    summary: 'The key service refused to use a key.',
    fix: 'Check the key id, that the key is enabled, and that this role may use it.',
    retryable: false,
    exitCode: 3,
  },
  SJ_VAULT_UNAVAILABLE: {
    summary: 'The key service does not answer.',
    fix: 'Check the KMS endpoint, region, credentials and network.',
    retryable: true,
    exitCode: 3,
  },
  SJ_VAULT_OPEN_FAILED: {
    summary:
      'A sealed message cannot be opened: it was altered, is bound to another context, or is not ours.',
    fix: 'It was quarantined whole; find out who else writes to this place.',
    retryable: false,
    exitCode: 1,
  },
  SJ_SIGNATURE_INVALID: {
    summary: 'A signed statement does not carry a signature of the signing key.',
    fix: 'Check keys.signing in the configuration; if it is right, the statement was altered or made by somebody else.',
    retryable: false,
    exitCode: 1,
  },
  SJ_LEAK_DETECTED: {
    summary: 'Scrubbed records did not pass the second look; their objects were withheld.',
    fix: 'Open the incident record with the quarantine key, mend the rule or report the bug, then notify whom you must.',
    retryable: false,
    exitCode: 1,
  },
  SJ_KAFKA_UNREACHABLE: {
    summary: 'No Kafka broker can be reached.',
    fix: 'Check kafka.brokers, the network, TLS and SASL settings.',
    retryable: true,
    exitCode: 3,
  },
  SJ_KAFKA_DENIED: {
    summary: 'Kafka refused the credentials or the operation.',
    fix: 'Check kafka.sasl and the ACLs of this principal.',
    retryable: false,
    exitCode: 3,
  },
  SJ_KAFKA_TOPIC_MISSING: {
    summary: 'A Kafka topic does not exist.',
    fix: 'Create it, or set kafka.createTopics: true.',
    retryable: false,
    exitCode: 3,
  },
  SJ_KAFKA_FENCED: {
    summary: 'Another instance has taken over this partition.',
    fix: 'Nothing: this instance dropped the partition and the other one carries on.',
    retryable: false,
    exitCode: 3,
  },
  SJ_KAFKA_MISSED: {
    summary: "The topic's retention deleted messages before this group had read them.",
    fix: 'Raise retention.ms of the topic or the number of consumers; these records are gone.',
    retryable: false,
    exitCode: 1,
  },
  SJ_KAFKA_FAILED: {
    summary: 'A Kafka request failed.',
    fix: 'See the cause; the batch is tried again from its last committed offset.',
    retryable: true,
    exitCode: 3,
  },
  SJ_REGISTRY_UNREACHABLE: {
    summary: 'The schema registry does not answer.',
    fix: 'Check registry.url, the network and the registry itself; records wait in Kafka meanwhile.',
    retryable: true,
    exitCode: 3,
  },
  SJ_REGISTRY_DENIED: {
    summary: 'The schema registry refused the credentials.',
    fix: 'Check registry.username and registry.password and what that user may read.',
    retryable: false,
    exitCode: 3,
  },
  SJ_STORE_UNREACHABLE: {
    summary: 'The object store does not answer.',
    fix: 'Check the S3 endpoint, region, credentials and network.',
    retryable: true,
    exitCode: 3,
  },
  SJ_STORE_DENIED: {
    summary: 'The object store refused the operation.',
    fix: 'Check that the bucket exists and that this role may read, write and list it.',
    retryable: false,
    exitCode: 3,
  },
  SJ_STORE_CONFLICT: {
    summary: 'An object was changed by another writer in the meantime.',
    fix: 'Nothing: the flush is given up and done again from the last committed offset.',
    retryable: true,
    exitCode: 3,
  },
  SJ_STORE_UNPROTECTED: {
    summary: 'The bucket may be made public, or does not encrypt by itself.',
    fix: 'Block all public access to the bucket and give it a default encryption, or set store.allowUnprotected for a store that knows neither.',
    retryable: false,
    exitCode: 2,
  },
  SJ_STORE_KEY_MISMATCH: {
    summary: 'S3 encrypted an object under another key than the configured one.',
    fix: 'Compare store.sseKmsKeyId with the default encryption and the policy of the bucket. Nothing was committed.',
    retryable: false,
    exitCode: 3,
  },
  SJ_QUARANTINE_MISSING: {
    summary: 'No withheld record has this id.',
    fix: 'Look at `scrubjay quarantine list`; it may have been replayed or deleted by retention.',
    retryable: false,
    exitCode: 1,
  },
  SJ_FILE_UNREADABLE: {
    summary: 'An input file cannot be read.',
    fix: 'Check the path and its permissions.',
    retryable: false,
    exitCode: 2,
  },
  SJ_STATE_UNWRITABLE: {
    summary: 'The state directory cannot be written.',
    fix: 'Check the path, its permissions and the free space.',
    retryable: false,
    exitCode: 3,
  },
  SJ_STATE_DAMAGED: {
    summary: 'The position file cannot be understood.',
    fix: 'Restore it; or remove it to read the input again from its start.',
    retryable: false,
    exitCode: 2,
  },
  SJ_LISTEN_FAILED: {
    summary: 'The telemetry port cannot be opened.',
    fix: 'Choose a free port with telemetry.port.',
    retryable: false,
    exitCode: 2,
  },
  SJ_STOPPED: {
    summary: 'Stopped before the work was finished; nothing uncommitted was lost.',
    fix: 'Start again: work resumes at the last committed position.',
    retryable: true,
    exitCode: 1,
  },
  SJ_INTERNAL: {
    summary: 'An internal assumption does not hold.',
    fix: 'Report this with the code and the place named; no record content is included.',
    retryable: false,
    exitCode: 1,
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof catalogue;
