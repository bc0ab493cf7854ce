import { createServer } from 'node:net';

/**
 * Ports that were free a moment ago. Another process may take one before the server does; the server then exits at once
 * and the caller tries again with others.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(
      servers.map(
        async (server) =>
          await new Promise<number>((resolve, reject) => {
            server.once('error', reject);
            server.listen(0, '127.0.0.1', () => {
              const address = server.address();
              resolve(typeof address === 'object' && address !== null ? address.port : 0);
            });
          }),
      ),
    );
  } finally {
    await Promise.all(servers.map(async (server) => await new Promise((resolve) => server.close(resolve))));
  }
}
