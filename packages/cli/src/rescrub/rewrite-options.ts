import type { KeyObject } from 'node:crypto';
import type { FrameCodec } from '@scrubjay/frame';
import type { ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import type { Signer } from '@scrubjay/vault';
import type { Amendment } from './amendment.js';
import type { OpenStage } from './redact-lines.js';
import type { Committed } from './settled-flushes.js';

/** What it takes to redact stored objects once more. */
export interface RewriteOptions {
  readonly store: ObjectStore;
  readonly sealer: ObjectSealer;
  readonly codec: FrameCodec;
  readonly signer: Signer;
  readonly publicKey: KeyObject;
  readonly openStage: OpenStage;
  readonly committed: Committed;
  readonly compressionLevel: number;
  readonly facts: Pick<Amendment, 'environment' | 'run' | 'ruleset' | 'sealedUnder'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly isDryRun: boolean;
}
