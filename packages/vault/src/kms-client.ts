import { KMS, type KMSClientConfig } from '@aws-sdk/client-kms';
import { guardClient, type Circuit } from '@scrubjay/circuit';
import { outcomeOf } from './classify.js';
import type { OnKmsRequest } from './types.js';

/** A KMS that accepts and never answers must end as an error, which is tried again; the SDK waits for ever. */
const timeouts = { connectionTimeout: 3000, requestTimeout: 5000, throwOnRequestTimeout: true };

/** How KMS is reached. */
export interface KmsAccess {
  /** Region, endpoint and, for tests, credentials; the SDK's default chain finds the rest. */
  readonly client?: KMSClientConfig;
  readonly onRequest?: OnKmsRequest;
  /** Before all that is asked of KMS; a vault and a signer may share one. */
  readonly circuit?: Circuit;
}

/**
 * The KMS client of a vault. It reports each request, and knows the errors that are its own or came of them. Which error
 * came of which is told to it: an AsyncLocalStorage would find out, at a cost for every promise of the process.
 */
export class ObservedKms {
  readonly client: KMS;
  /** By errors: the one of KMS that is behind them, which may be themselves. */
  readonly #behind = new WeakMap<Error, unknown>();

  constructor({ client, onRequest = () => undefined, circuit }: KmsAccess) {
    this.client = new KMS({ requestHandler: timeouts, ...client });
    if (circuit !== undefined) guardClient(this.client, circuit);
    this.client.middlewareStack.add(
      (next, context) => async (args) => {
        const op = String(context.commandName).replace(/Command$/, '');
        try {
          const response = await next(args);
          onRequest(op, 'ok');
          return response;
        } catch (error) {
          onRequest(op, outcomeOf(error));
          throw error;
        }
      },
      // Inside of the retries and outside of the parsing of responses: sees each attempt and its typed error.
      { step: 'deserialize', priority: 'high', name: 'scrubjayObserve' },
    );
    this.client.middlewareStack.add(
      (next) => async (args) => {
        try {
          return await next(args);
        } catch (error) {
          this.blame(error, error);
          throw error;
        }
      },
      { step: 'initialize', priority: 'high', name: 'scrubjayRemember' },
    );
  }

  /** Notes that `error` came of KMS failing with `kmsError`. */
  blame(error: unknown, kmsError: unknown): void {
    if (error instanceof Error) this.#behind.set(error, kmsError);
  }

  /** Runs `task`. When it rejects, `translate` gets its error and, if KMS is to blame for it, the error of KMS. */
  async run<R>(task: () => Promise<R>, translate: (error: unknown, kmsError: unknown) => Error): Promise<R> {
    try {
      return await task();
    } catch (error) {
      throw translate(error, error instanceof Error ? this.#behind.get(error) : undefined);
    }
  }
}
