import pc from 'picocolors';
import type { QueriedRecord } from './read-records.js';

const colours: Readonly<Record<string, (text: string) => string>> = {
  fatal: pc.magenta,
  error: pc.red,
  warn: pc.yellow,
  info: pc.green,
};

/** A record as one line for a person: time, severity, service, body. Control characters never reach the terminal. */
export function prettyLine({ value }: QueriedRecord): string {
  const severity = typeof value['severity_text'] === 'string' ? value['severity_text'] : '';
  const paint = colours[severity.toLowerCase()] ?? ((text: string): string => text);
  const body =
    typeof value['body'] === 'string' ? value['body'] : JSON.stringify(value['body'] ?? value['attributes']);
  return [
    pc.dim(String(value['time'])),
    paint(severity.toUpperCase().slice(0, 5).padEnd(5)),
    pc.cyan(String(value['service'])),
    // eslint-disable-next-line no-control-regex -- they are what is to be removed
    body.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' '),
  ].join(' ');
}
