import type { Circuit } from './circuit.js';

/** The part of a client of the AWS SDK that is used here, whose types differ from service to service. */
export interface GuardedClient {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

type Handler = (args: unknown) => Promise<unknown>;

/**
 * Puts a circuit before every command of a client of the AWS SDK. It is outside of the SDK's retries: those are few,
 * and have a budget of their own (500 tokens a client, 5 to 10 a retry, given back by what succeeds).
 */
export function guardClient(client: GuardedClient, circuit: Circuit): void {
  const middleware =
    (next: Handler): Handler =>
    (args) =>
      circuit.run(() => next(args));
  const place = { step: 'initialize', priority: 'high', name: 'scrubjayCircuit' };
  client.middlewareStack.add(middleware as never, place as never);
}
