import { services } from '@scrubjay/e2e';
import type { KafkaNode } from '@scrubjay/servers';
import type { Conditions, TcpProxy } from '../proxy/tcp-proxy.js';
import type { Theatre } from '../stage/theatre.js';
import type { FaultKind, PlannedFault, Strike } from './types.js';

const resetEveryMs = 700;

const brokers = {
  victims: services,
  strikes: 'all',
  domain: 'brokers',
  durationMs: [3_000, 15_000],
} as const;
const network = { ...brokers, domain: 'network' } as const;

function pickNode({ cluster: { nodes } }: Theatre, which: number): KafkaNode {
  const node = nodes[Math.floor(which * nodes.length)];
  if (node === undefined) throw new Error('There is no broker.');
  return node;
}

async function killBroker(theatre: Theatre, { which }: PlannedFault): Promise<Strike> {
  const node = pickNode(theatre, which);
  await node.kill();
  const isDead = !node.isRunning();
  return {
    evidence: async () => (isDead ? `broker ${String(node.id)} was killed` : undefined),
    heal: node.restart,
  };
}

async function changeController(theatre: Theatre): Promise<Strike> {
  const { cluster } = theatre;
  const before = await cluster.controller();
  const node = cluster.nodes.find(({ id }) => id === before.nodeId);
  await node?.kill();
  let after: string | undefined;
  return {
    evidence: async () => {
      const now = await cluster.controller().catch(() => before);
      if (now.epoch > before.epoch)
        after ??= `the controller went from node ${String(before.nodeId)} to ${String(now.nodeId)}`;
      return after;
    },
    heal: async () => node?.restart(),
  };
}

async function outage({ cluster: { nodes } }: Theatre): Promise<Strike> {
  await Promise.all(nodes.map((node) => node.kill()));
  const areDead = nodes.every((node) => !node.isRunning());
  return {
    evidence: async () => (areDead ? `all ${String(nodes.length)} brokers were killed` : undefined),
    heal: async () => {
      await Promise.all(nodes.map((node) => node.restart()));
    },
  };
}

/** Half of these faults lie before one broker, the others before all. */
function pickProxies({ tcp }: Theatre, { which }: PlannedFault): readonly TcpProxy[] {
  if (which < 0.5) return tcp;
  return tcp.slice(Math.floor((which - 0.5) * 2 * tcp.length)).slice(0, 1);
}

function delayedBy(proxies: readonly TcpProxy[]): number {
  return proxies.reduce((sum, { delayed }) => sum + delayed, 0);
}

function weather(draw: (fault: PlannedFault) => Conditions, mayCutAtHeal = false): FaultKind['begin'] {
  return async (theatre, fault) => {
    const proxies = pickProxies(theatre, fault);
    const before = delayedBy(proxies);
    proxies.forEach((proxy) => proxy.set(draw(fault)));
    return {
      evidence: async () => {
        const pieces = delayedBy(proxies) - before;
        return pieces > 0
          ? `${String(pieces)} pieces were held up at ${String(proxies.length)} brokers`
          : undefined;
      },
      heal: async () => {
        proxies.forEach((proxy) => proxy.set({}));
        if (mayCutAtHeal && fault.strength < 0.5) proxies.forEach((proxy) => proxy.reset());
      },
    };
  };
}

async function resets(theatre: Theatre, fault: PlannedFault): Promise<Strike> {
  const proxies = pickProxies(theatre, fault);
  let cut = 0;
  const strike = (): void => {
    for (const proxy of proxies) cut += proxy.reset();
  };
  strike();
  const timer = setInterval(strike, resetEveryMs);
  return {
    evidence: async () => (cut > 0 ? `${String(cut)} connections were cut` : undefined),
    heal: async () => clearInterval(timer),
  };
}

/** What brokers, and the network before them, can do. */
export const kafkaFaults: readonly FaultKind[] = [
  { ...brokers, name: 'broker-kill', title: 'kill -9 of a broker, and a restart', begin: killBroker },
  {
    ...brokers,
    name: 'controller-change',
    title: 'kill -9 of the active controller, and a restart',
    begin: changeController,
  },
  { ...brokers, name: 'outage', title: 'kill -9 of all brokers, and a restart', begin: outage },
  {
    ...network,
    name: 'net-latency',
    title: 'Each piece comes later',
    begin: weather(({ strength }) => ({ latencyMs: 20 + Math.round(strength * 180) })),
  },
  {
    ...network,
    name: 'net-slow',
    title: 'A narrow line to Kafka',
    begin: weather(({ strength }) => ({ bytesPerSecond: 40_000 + Math.round(strength * 160_000) })),
  },
  { ...network, name: 'net-reset', title: 'Connections to Kafka are cut again and again', begin: resets },
  {
    ...network,
    name: 'net-blackhole',
    title: 'Nothing comes through to Kafka, and nobody is told',
    durationMs: [5_000, 18_000],
    begin: weather(() => ({ isBlackhole: true }), true),
  },
];
