import type { ErrorCode } from '@scrubjay/errors';

/**
 * Where each code is made to appear while secrets are planted all around it. `unit`: no process prints it; then the reason
 * stands here, and the code that throws it is called.
 */
export type Proof =
  | 'commands'
  | 'rules'
  | 'stored'
  | 'dependencies'
  | 'running'
  | 'kafka.integration'
  | { readonly unit: 'kafka.integration'; readonly why: string };

export const proofs: Readonly<Record<ErrorCode, Proof>> = {
  SJ_USAGE: 'commands',
  SJ_CONFIG_NOT_FOUND: 'commands',
  SJ_CONFIG_INVALID: 'commands',
  SJ_RULES_INVALID: 'rules',
  SJ_RULES_NOT_FOUND: 'rules',
  SJ_RULES_NOT_PROMOTED: 'rules',
  SJ_METRICS_UNREACHABLE: 'commands',
  SJ_FRAME_INVALID: 'stored',
  SJ_VAULT_KEY_FILE: 'stored',
  SJ_VAULT_KEY_DENIED: 'dependencies',
  SJ_VAULT_UNAVAILABLE: 'dependencies',
  SJ_VAULT_OPEN_FAILED: 'stored',
  SJ_SIGNATURE_INVALID: 'stored',
  SJ_LEAK_DETECTED: 'running',
  SJ_KAFKA_UNREACHABLE: 'dependencies',
  SJ_KAFKA_DENIED: 'kafka.integration',
  SJ_KAFKA_TOPIC_MISSING: 'kafka.integration',
  SJ_KAFKA_FENCED: {
    unit: 'kafka.integration',
    why: 'A service that is fenced gives the partition up without a word: the other one carries on.',
  },
  SJ_KAFKA_MISSED: 'kafka.integration',
  SJ_KAFKA_FAILED: 'kafka.integration',
  SJ_REGISTRY_UNREACHABLE: 'running',
  SJ_REGISTRY_DENIED: 'dependencies',
  SJ_STORE_UNREACHABLE: 'dependencies',
  SJ_STORE_DENIED: 'dependencies',
  SJ_STORE_CONFLICT: 'dependencies',
  SJ_STORE_UNPROTECTED: 'dependencies',
  SJ_STORE_KEY_MISMATCH: 'dependencies',
  SJ_QUARANTINE_MISSING: 'stored',
  SJ_FILE_UNREADABLE: 'commands',
  SJ_STATE_UNWRITABLE: 'commands',
  SJ_STATE_DAMAGED: 'stored',
  SJ_LISTEN_FAILED: 'commands',
  SJ_STOPPED: 'running',
  SJ_INTERNAL: 'stored',
};

/** The codes that a file has to show. */
export function codesOf(place: string): ErrorCode[] {
  return Object.entries(proofs)
    .filter(([, proof]) => (typeof proof === 'string' ? proof : proof.unit) === place)
    .map(([code]) => code as ErrorCode);
}
