import { ScrubjayError } from '@scrubjay/errors';

/** One sample of a metric: its labels and its value. */
export interface MetricSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const timeoutMs = 10_000;
const sampleLine = /^(scrubjay_[a-z_]+)(?:\{(.*)\})? ([0-9.e+]+)$/;
const label = /([a-z_]+)="((?:[^"\\]|\\.)*)"/g;

/** Reads our own metrics from the Prometheus text format; lines of other metrics are passed over. */
export function parseMetrics(text: string): readonly MetricSample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = sampleLine.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const pairs = Array.from(labels.matchAll(label), ([, key = '', written = '']): [string, string] => [
      key,
      written.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)),
    ]);
    return [{ name, labels: new Map(pairs), value: Number(value) }];
  });
}

/** Fetches /metrics of a service. @throws SJ_USAGE for no address, SJ_METRICS_UNREACHABLE if nobody answers. */
export async function fetchMetrics(address: string): Promise<readonly MetricSample[]> {
  const url = metricsUrl(address);
  // Without its query, which may hold a token.
  const place = url.origin + url.pathname;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (response.ok) return parseMetrics(await response.text());
    throw new ScrubjayError('SJ_METRICS_UNREACHABLE', `${place} answers with status ${response.status}.`);
  } catch (cause) {
    if (cause instanceof ScrubjayError) throw cause;
    throw new ScrubjayError('SJ_METRICS_UNREACHABLE', `Nothing answers at ${place}.`, { cause });
  }
}

/** `host:port` will do; a path is /metrics if none is given. */
function metricsUrl(address: string): URL {
  const text = /^https?:\/\//.test(address) ? address : `http://${address}`;
  if (!URL.canParse(text))
    throw new ScrubjayError('SJ_USAGE', 'The address given to --live is no URL.', {
      fix: 'Give the address of a redactor, such as http://127.0.0.1:9464.',
    });
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/metrics';
  if (url.username !== '' || url.password !== '')
    throw new ScrubjayError('SJ_USAGE', 'The address given to --live holds credentials.', {
      fix: 'Leave them out: /metrics asks for none.',
    });
  return url;
}
