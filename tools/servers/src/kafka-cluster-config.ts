/** Ports of one node, all on 127.0.0.1. */
export interface NodePorts {
  readonly controller: number;
  /** Between the brokers, and for whoever sets the test up. */
  readonly plain: number;
  /** Where a proxy in front of the broker connects to. */
  readonly behindProxy: number;
}

export interface NodeConfigInput {
  /** 1, 2, 3 … */
  readonly id: number;
  /** Of all nodes, by id - 1. */
  readonly ports: readonly NodePorts[];
  readonly dataDir: string;
  /** `host:port` that clients of the listener PROXIED are told to connect to. */
  readonly advertised: string;
}

/**
 * A server.properties of one node that is broker and controller. Topics and the broker's own have a replica on every node
 * and survive the loss of one: what was acknowledged is on two at least.
 */
export function nodeProperties({ id, ports, dataDir, advertised }: NodeConfigInput): string {
  const own = ports[id - 1];
  if (own === undefined) throw new RangeError(`There are no ports for node ${String(id)}.`);
  const replicas = String(ports.length);
  const inSync = String(Math.min(2, ports.length));
  const voters = ports.map(({ controller }, index) => `${String(index + 1)}@${local(controller)}`);
  const properties: Record<string, string> = {
    'process.roles': 'broker,controller',
    'node.id': String(id),
    listeners: [
      `PLAINTEXT://${local(own.plain)}`,
      `PROXIED://${local(own.behindProxy)}`,
      `CONTROLLER://${local(own.controller)}`,
    ].join(','),
    'advertised.listeners': `PLAINTEXT://${local(own.plain)},PROXIED://${advertised}`,
    'inter.broker.listener.name': 'PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
    'controller.quorum.voters': voters.join(','),
    'log.dirs': dataDir,
    'auto.create.topics.enable': 'false',
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': replicas,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': inSync,
    'share.coordinator.state.topic.num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function local(port: number): string {
  return `127.0.0.1:${String(port)}`;
}
