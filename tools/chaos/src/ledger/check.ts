import {
  inspectBucket,
  inspectObjects,
  inspectSegments,
  inspectTopics,
  Leaks,
  readQuarantine,
  readTopics,
  type LoadFacts,
  type World,
} from '@scrubjay/e2e';
import type { KafkaCluster } from '@scrubjay/servers';
import { balance, Tally, type Balance } from './ledger.js';

/** What a check of everything came to. */
export interface Verdict {
  readonly balance: Balance;
  /** Planted values found in the clear, by place; there is an entry for each place that was looked at. */
  readonly leaks: Readonly<Record<string, ReturnType<Leaks['report']>>>;
  /** How much was looked through, by place. */
  readonly looked: Readonly<Record<string, number>>;
  /** Planted values that the same search finds in the input topic: it is able to find. */
  readonly provenFinds: number;
  /** Records in quarantine: not lost, and yet not where they belong. */
  readonly quarantined: number;
}

export interface CheckInput {
  readonly world: World;
  readonly cluster: KafkaCluster;
  readonly load: LoadFacts;
  /** What the brokers confirmed. */
  readonly confirmed: Tally;
  /** Last /metrics pages. */
  readonly pages: readonly string[];
  readonly tell: (text: string) => void;
}

/** Reads every topic, segment, object and line that there is. The services must have ended. */
export async function checkEverything(input: CheckInput): Promise<Verdict> {
  const { world, cluster, load, confirmed, pages } = input;
  const { stored, provenFinds } = await readInput(world, load);

  const places = new Places(load, input.tell);
  input.tell(`${stored.size} ids are in the input`);
  const output = new Tally(load.ids);
  await places.look('opened objects', (leaks) => inspectObjects(world, output, leaks));
  const withheld = await readQuarantine(world);
  for (const { record } of withheld) output.add(record);
  await places.look('topics, uncommitted messages too', (leaks) => inspectTopics(world, leaks));
  await places.look('segments on disk', async (leaks) => {
    let segments = 0;
    for (const { dataDir } of cluster.nodes) segments += await inspectSegments(world, dataDir, leaks);
    return segments;
  });
  await places.look('bytes of the bucket', (leaks) => inspectBucket(world, leaks));
  await places.look('lines of the services', async (leaks) => {
    for (const { lines } of world.processes) leaks.look(lines.join('\n'));
    return world.processes.reduce((sum, { lines }) => sum + lines.length, 0);
  });
  await places.look('pages of /metrics', async (leaks) => {
    for (const page of pages) leaks.look(page);
    return pages.length;
  });
  return {
    balance: balance(load.ids, { confirmed, input: stored, output }),
    leaks: places.leaks,
    looked: places.looked,
    provenFinds,
    quarantined: withheld.length,
  };
}

async function readInput(world: World, load: LoadFacts): Promise<{ stored: Tally; provenFinds: number }> {
  const stored = new Tally(load.ids);
  const proof = new Leaks(load);
  await readTopics(
    world.kafka,
    [world.topics.input],
    ({ message }) => {
      if (message.value === null) return;
      stored.add(message.value);
      proof.look(message.value);
    },
    { readUncommitted: false },
  );
  return { stored, provenFinds: proof.count };
}

type Look = (leaks: Leaks) => Promise<number>;

class Places {
  readonly leaks: Record<string, ReturnType<Leaks['report']>> = {};
  readonly looked: Record<string, number> = {};
  readonly #load: LoadFacts;
  readonly #tell: (text: string) => void;

  constructor(load: LoadFacts, tell: (text: string) => void) {
    this.#load = load;
    this.#tell = tell;
  }

  async look(place: string, look: Look): Promise<void> {
    const leaks = new Leaks(this.#load);
    this.looked[place] = await look(leaks);
    this.leaks[place] = leaks.report();
    this.#tell(`${place}: ${this.looked[place]}, with ${leaks.count} planted values`);
  }
}
