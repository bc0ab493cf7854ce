import pc from 'picocolors';
import type { QueriedRecord } from './read-records.js';

const colours: Readonly<Record<string, (text: string) => string>> = {
  fatal: pc.magenta,
  error: pc.red,
  warn: pc.yellow,
  info: pc.green,
};

/** Control characters, also of the C1 range, and those that turn the direction of writing: they could fake a terminal. */
// eslint-disable-next-line no-control-regex -- they are what is to be removed
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** A record as one line for a person: time, severity, service, body, attributes. Control characters never reach the terminal. */
export function prettyLine({ value }: QueriedRecord): string {
  const severity = textOf(value['severity_text']);
  const paint = colours[severity.toLowerCase()] ?? ((text: string): string => text);
  const name = severity
    .toUpperCase()
    .replace(/^WARNING$/, 'WARN')
    .slice(0, 5);
  const attributes = textOf(value['attributes']);
  return [
    pc.dim(textOf(value['time'])),
    paint(name.padEnd(5)),
    pc.cyan(textOf(value['service'])),
    ...[textOf(value['body']), attributes === '' ? '' : pc.dim(attributes)].filter((part) => part !== ''),
  ].join(' ');
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(unprintable, ' ');
}
