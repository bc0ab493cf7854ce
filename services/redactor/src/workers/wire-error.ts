import { ScrubjayError, toScrubjayError } from '@scrubjay/errors';
import type { WireError } from './messages.js';

/** Of a foreign error only its safe name is kept. */
export function toWireError(error: unknown, what: string): WireError {
  const { code, message, fix, retryable } = toScrubjayError(error, 'SJ_INTERNAL', what);
  return { code, message, fix, retryable };
}

export function fromWireError({ code, message, fix, retryable }: WireError): ScrubjayError {
  return new ScrubjayError(code, message, { fix, retryable });
}
