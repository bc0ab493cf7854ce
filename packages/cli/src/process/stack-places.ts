import { describeForeign, isScrubjayError } from '@scrubjay/errors';

/** A line of a stack as V8 writes it: the name of a function, and a place in code. */
const frame =
  /^ {4}at (?:(?:async |new )?[\w$.<>#[\] ]{1,200} \()?(?:async )?(?:file:\/\/|node:|wasm:\/\/|\/|[A-Za-z]:\\|<anonymous>|index )[^()\n]{0,400}\)?$/;
const mostLinks = 5;

/**
 * Where an error was thrown, and the errors that caused it, for a developer: names and places in code. Of their texts
 * nothing, as these may quote a record; a stack begins with one.
 */
export function stackPlaces(error: unknown): string {
  const lines: string[] = [];
  let link = error;
  for (let depth = 0; depth < mostLinks && link !== undefined && link !== null; depth += 1) {
    const name = isScrubjayError(link) ? link.code : describeForeign(link);
    lines.push(depth === 0 ? name : `caused by ${name}`, ...framesOf(link));
    link = (link as { readonly cause?: unknown }).cause;
  }
  return lines.join('\n');
}

function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
  const { message, stack } = error;
  // The text goes first: a line of it may look like a place.
  const at = message === '' ? -1 : stack.indexOf(message);
  const rest = at < 0 ? stack : stack.slice(at + message.length);
  return rest.split('\n').filter((line) => frame.test(line));
}
