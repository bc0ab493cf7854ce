import type { RegisteredSchema, SchemaRegistry } from '@scrubjay/registry';
import type { FromWorker, RegistryQuestion, ToWorker } from './messages.js';
import { fromWireError, toWireError } from './wire-error.js';

interface Waiting {
  readonly resolve: (schema: RegisteredSchema | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** The schema registry as a worker sees it: the main thread asks it, and remembers what it said. */
export class RemoteRegistry implements SchemaRegistry {
  readonly #post: (message: FromWorker) => void;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(post: (message: FromWorker) => void) {
    this.#post = post;
  }

  find(key: Parameters<SchemaRegistry['find']>[0]): Promise<RegisteredSchema | undefined> {
    return this.#ask({ kind: 'find', key });
  }

  findVersion(subject: string, version: number): Promise<RegisteredSchema | undefined> {
    return this.#ask({ kind: 'findVersion', subject, version });
  }

  /** Takes an answer of the main thread. */
  settle({ id, answer }: Extract<ToWorker, { kind: 'schema' }>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (answer !== undefined && 'error' in answer) waiting?.reject(fromWireError(answer.error));
    else waiting?.resolve(answer);
  }

  #ask(question: RegistryQuestion): Promise<RegisteredSchema | undefined> {
    return new Promise((resolve, reject) => {
      const id = (this.#asked += 1);
      this.#waiting.set(id, { resolve, reject });
      this.#post({ kind: 'ask', id, question });
    });
  }
}

/** Answers a worker's question. Never rejects: an error is an answer too. */
export async function answerQuestion(
  registry: SchemaRegistry | undefined,
  { id, question }: Extract<FromWorker, { kind: 'ask' }>,
): Promise<ToWorker> {
  try {
    const answer =
      question.kind === 'find'
        ? await registry?.find(question.key)
        : await registry?.findVersion(question.subject, question.version);
    return { kind: 'schema', id, answer };
  } catch (error) {
    return { kind: 'schema', id, answer: { error: toWireError(error, 'The schema registry failed') } };
  }
}
