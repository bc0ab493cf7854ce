import t from 'tap';
import { requireServer, startRegistry } from '../src/index.js';

t.test('registers a schema and gives it by its id', async (t) => {
  const server = requireServer(t, await startRegistry());
  if (server === undefined) return;
  t.teardown(server.stop);
  const subject = `scrubjay-servers-${String(process.pid)}`;
  const registered = await fetch(`${server.url}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: '"string"' }),
  });
  const { id } = (await registered.json()) as { id: number };
  const answer = await fetch(`${server.url}/schemas/ids/${String(id)}`);
  t.match(await answer.json(), { schema: '"string"' });
  t.equal((await fetch(`${server.url}/schemas/ids/2147483647`)).status, 404);
});
