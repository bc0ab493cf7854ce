import { serve, type ServerType } from '@hono/node-server';
import { ScrubjayError } from '@scrubjay/errors';
import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import type { Health } from './health.js';

export interface TelemetryServer {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

function routes(registry: Registry, health: Health): Hono {
  const app = new Hono();
  // Hono would print the error, and whoever asks is told nothing of what was asked.
  app.onError((_, c) => c.text('failed\n', 500));
  app.notFound((c) => c.text('not found\n', 404));
  app.get('/metrics', async (c) =>
    c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  );
  app.get('/livez', (c) => (health.alive ? c.text('ok\n') : c.text('not alive\n', 503)));
  app.get('/readyz', (c) => {
    if (health.alive && health.troubles.size === 0) return c.text('ok\n');
    const lines = [...health.troubles].map(([part, trouble]) => `${part}: ${trouble}\n`);
    return c.text(lines.join('') || 'not alive\n', 503);
  });
  return app;
}

/**
 * Serves /metrics, /livez and /readyz. Port 0 takes a free one.
 * @throws SJ_LISTEN_FAILED when the port is taken or forbidden.
 */
export async function startTelemetryServer(options: {
  readonly host: string;
  readonly port: number;
  readonly registry: Registry;
  readonly health: Health;
}): Promise<TelemetryServer> {
  const { host, port, registry, health } = options;
  const app = routes(registry, health);
  const { server, actual } = await new Promise<{ server: ServerType; actual: number }>((resolve, reject) => {
    const starting: ServerType = serve({ fetch: app.fetch, hostname: host, port }, (info) => {
      resolve({ server: starting, actual: info.port });
    });
    starting.once('error', (cause: Error) => {
      reject(
        new ScrubjayError(
          'SJ_LISTEN_FAILED',
          `Nothing can listen on telemetry.host ${host}, telemetry.port ${port}.`,
          { cause },
        ),
      );
    });
  });
  return {
    address: `http://${host}:${actual}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
