import { readFile } from 'node:fs/promises';
import type { Logger } from '@scrubjay/telemetry';

/**
 * Warns where the kernel may write the memory of this process, records and keys, to a file when it crashes. A process of
 * Node cannot forbid that itself. `limits`: where Linux tells them; elsewhere nothing is known and nothing said.
 */
export async function warnOfCoreDumps(
  log: Pick<Logger, 'warn'>,
  limits = '/proc/self/limits',
): Promise<void> {
  const text = await readFile(limits, 'utf8').catch(() => '');
  const [, limit] = /^Max core file size +(\S+)/m.exec(text) ?? [];
  if (limit === undefined || limit === '0') return;
  log.warn('core dumps are allowed', { limit, fix: 'Start it with ulimit -c 0.' });
}
