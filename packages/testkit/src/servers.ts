import {
  requireServer,
  startAws,
  startKafka,
  startKafkaCluster,
  startRegistry,
  type AwsServer,
  type ClusterOptions,
  type KafkaCluster,
  type KafkaOptions,
  type KafkaServer,
  type RegistryServer,
  type TestLike,
} from '@scrubjay/servers';

/** The part of a tap test that the fixtures use. */
export interface FixtureTest extends TestLike {
  readonly teardown: (action: () => Promise<void>) => void;
}

/**
 * A Kafka for this test, ended with it; call it before any assertion. On the top-level `t` it serves all tests of the file.
 * It is shared with other files where the environment names one, so name topics and groups with {@link uniqueName}.
 * Undefined means that there is none: the test has been skipped with the reason (failed if `CI` is set) and should return.
 */
export async function useKafka(t: FixtureTest, options: KafkaOptions = {}): Promise<KafkaServer | undefined> {
  const server = requireServer(t, await startKafka(options));
  if (server !== undefined) t.teardown(server.stop);
  return server;
}

/** Brokers of this test's own, under the same terms as {@link useKafka}. */
export async function useKafkaCluster(
  t: FixtureTest,
  options: ClusterOptions,
): Promise<KafkaCluster | undefined> {
  const cluster = requireServer(t, await startKafkaCluster(options));
  if (cluster !== undefined) t.teardown(cluster.stop);
  return cluster;
}

/** A moto server for this test, under the same terms as {@link useKafka}. */
export async function useAws(t: FixtureTest): Promise<AwsServer | undefined> {
  const server = requireServer(t, await startAws());
  if (server !== undefined) t.teardown(server.stop);
  return server;
}

/** A schema registry for this test, under the same terms as {@link useKafka}; name subjects with {@link uniqueName}. */
export async function useRegistry(t: FixtureTest): Promise<RegistryServer | undefined> {
  const server = requireServer(t, await startRegistry());
  if (server !== undefined) t.teardown(server.stop);
  return server;
}
