import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ephemeral ranges of all systems: no outgoing connection takes such a port while its server is down, so a
 * restart finds it free.
 */
const lowest = 15_000;
const highest = 32_000;
const tries = 100;

/**
 * Ports that were free a moment ago. Another process may take one before the server does; the server then exits at once
 * and the caller tries again with others.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let turn = 0; ports.size < count; turn += 1) {
    if (turn === count * tries) throw new Error('No free port was found.');
    const port = randomInt(lowest, highest);
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
