import { isScrubjayError, type ErrorCode } from '@scrubjay/errors';
import { Broken } from '../target.js';

/** Milliseconds that one input may take, on a machine that does other things too. */
const maxMs = 3_000;

/** Runs a parser that may refuse its input with this code, and in no other way, and in no long time. Undefined: refused. */
export async function refusingOnly<T>(code: ErrorCode, parse: () => T | Promise<T>): Promise<T | undefined> {
  const start = performance.now();
  try {
    return await parse();
  } catch (error) {
    if (!isScrubjayError(error) || error.code !== code) throw error;
    return undefined;
  } finally {
    const took = performance.now() - start;
    // eslint-disable-next-line no-unsafe-finally -- slowness is worse than whatever else it ends in
    if (took > maxMs) throw new Broken(`it took ${took.toFixed(0)} ms`);
  }
}
