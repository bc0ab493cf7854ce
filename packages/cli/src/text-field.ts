import { ScrubjayError } from '@scrubjay/errors';

/** The decoded text in one field of a line that is a JSON object. @throws SJ_USAGE naming the line. */
export function textOf(line: Buffer, field: string, index: number): Buffer {
  let value: unknown;
  try {
    value = (JSON.parse(line.toString('utf8')) as Readonly<Record<string, unknown>> | null)?.[field];
  } catch {
    value = undefined;
  }
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  throw new ScrubjayError(
    'SJ_USAGE',
    `Line ${index + 1} is no JSON object with a text in the field "${field}".`,
    {
      fix: 'Check --text-field; every line must be a JSON object that holds it.',
    },
  );
}
