import {
  CircuitState as State,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
} from 'cockatiel';
import { isOutage } from './is-outage.js';

/** `closed`: calls go through. `open`: none does. `half-open`: one does, and tells how it goes on; the others wait for it. */
export type CircuitState = 'closed' | 'open' | 'half-open';

export interface CircuitOptions {
  /** Outages in a row, each past the client's own retries, that open it. Default 5. */
  readonly failures?: number;
  /** Milliseconds until the first call that tries again; it doubles with jitter up to `maxPauseMs`. Default 500. */
  readonly pauseMs?: number;
  /** Default 10,000. */
  readonly maxPauseMs?: number;
  /** Told of every change. */
  readonly onState?: (state: CircuitState) => void;
  /** Told of every call that was turned away. */
  readonly onRefused?: () => void;
}

/** Stands before everything that is asked of one service. */
export interface Circuit {
  /** Makes the call, or rejects with {@link CircuitOpen} without making it. */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/** The call was not made: those before it failed, and it is not yet time to try again. */
export class CircuitOpen extends Error {
  override readonly name = 'CircuitOpen';

  constructor() {
    super('The service did not answer several times in a row and is left alone for a moment.');
  }
}

const defaults = { failures: 5, pauseMs: 500, maxPauseMs: 10_000 };

/**
 * A circuit breaker (M. Nygard, Release It!, 2007): a service that fails is not asked by everybody all the time, and when
 * it is back one call finds out. Errors that are an answer, such as a refusal, do not count.
 */
export function createCircuit(options: CircuitOptions = {}): Circuit {
  const { failures, pauseMs, maxPauseMs, onState, onRefused } = { ...defaults, ...options };
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: maxPauseMs }),
    breaker: new ConsecutiveBreaker(failures),
  });
  breaker.onStateChange((state) => onState?.(nameOf(state)));
  return {
    async run(call) {
      let answered;
      try {
        answered = await breaker.execute(() => answerOf(call));
      } catch (error) {
        if (!isBrokenCircuitError(error)) throw error;
        onRefused?.();
        throw new CircuitOpen();
      }
      if ('refusal' in answered) throw answered.refusal;
      return answered.value;
    },
  };
}

type Answered<T> = { readonly value: T } | { readonly refusal: unknown };

/** What a call came to; an error that is an answer ends a row of outages, as any answer does. */
async function answerOf<T>(call: () => Promise<T>): Promise<Answered<T>> {
  try {
    return { value: await call() };
  } catch (error) {
    if (isOutage(error)) throw error;
    return { refusal: error };
  }
}

function nameOf(state: State): CircuitState {
  if (state === State.Closed) return 'closed';
  return state === State.HalfOpen ? 'half-open' : 'open';
}
