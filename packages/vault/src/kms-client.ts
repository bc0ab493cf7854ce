import { KMS, type KMSClientConfig } from '@aws-sdk/client-kms';
import { AsyncLocalStorage } from 'node:async_hooks';
import { outcomeOf } from './classify.js';
import type { OnKmsRequest } from './types.js';

/** A KMS that accepts and never answers must end as an error, which is tried again; the SDK waits for ever. */
const timeouts = { connectionTimeout: 3000, requestTimeout: 5000, throwOnRequestTimeout: true };

/**
 * The KMS client of a vault. It reports each request, and remembers how the last one of a task failed: the Encryption
 * SDK passes errors of Decrypt on as text only, which cannot be told apart.
 */
export class ObservedKms {
  readonly client: KMS;
  readonly #failure = new AsyncLocalStorage<{ error?: unknown }>();
  /** Tasks may wait for the same call; the error it rejects with is then only the first one's own. */
  readonly #failed = new WeakSet<object>();

  constructor(config: KMSClientConfig, onRequest: OnKmsRequest = () => undefined) {
    this.client = new KMS({ requestHandler: timeouts, ...config });
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
          const failure = this.#failure.getStore();
          if (failure !== undefined) failure.error = error;
          if (error instanceof Error) this.#failed.add(error);
          throw error;
        }
      },
      { step: 'initialize', priority: 'high', name: 'scrubjayRemember' },
    );
  }

  /** Runs `task`. When it rejects, `translate` gets its error and, if a KMS call failed meanwhile, that call's error. */
  async run<R>(task: () => Promise<R>, translate: (error: unknown, kmsError: unknown) => Error): Promise<R> {
    const failure: { error?: unknown } = {};
    try {
      return await this.#failure.run(failure, task);
    } catch (error) {
      const isKmsError = error instanceof Error && this.#failed.has(error);
      throw translate(error, isKmsError ? error : failure.error);
    }
  }
}
