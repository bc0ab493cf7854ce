import t from 'tap';
import { nodeProperties } from '../src/kafka-cluster-config.js';

const ports = [1, 2, 3].map((id) => ({ controller: id * 10, plain: id * 10 + 1, behindProxy: id * 10 + 2 }));

t.test('a node sends clients of its second listener to the proxy, and is one voter of three', async (t) => {
  const text = nodeProperties({ id: 2, ports, dataDir: '/data', advertised: 'localhost:9' });
  t.match(text, 'listeners=PLAINTEXT://127.0.0.1:21,PROXIED://127.0.0.1:22,CONTROLLER://127.0.0.1:20\n');
  t.match(text, 'advertised.listeners=PLAINTEXT://127.0.0.1:21,PROXIED://localhost:9\n');
  t.match(text, 'controller.quorum.voters=1@127.0.0.1:10,2@127.0.0.1:20,3@127.0.0.1:30\n');
});

t.test('what is acknowledged is on two of three nodes, and on the one where there is one', async (t) => {
  const input = { id: 1, dataDir: '/data', advertised: 'localhost:9' };
  t.match(nodeProperties({ ...input, ports }), /default\.replication\.factor=3\nmin\.insync\.replicas=2\n/);
  const alone = nodeProperties({ ...input, ports: ports.slice(0, 1) });
  t.match(alone, /default\.replication\.factor=1\nmin\.insync\.replicas=1\n/);
  t.throws(() => nodeProperties({ ...input, id: 4, ports }), RangeError);
});
