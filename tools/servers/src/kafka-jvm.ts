import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { GuardedProcess } from './guarded-process.js';
import { testAccount } from './kafka-config.js';
import type { KafkaToolchain } from './kafka-jars.js';
import { packageDir } from './paths.js';

const clusterId = 'c2NydWJqYXktdGVzdC0wMQ';
const defaultHeapMb = 512;

/** One Kafka node on this machine's Java: where its files are. */
export interface KafkaNodeFiles {
  readonly toolchain: KafkaToolchain;
  readonly properties: string;
  readonly logFile: string;
  /** Removed if our process dies without ending the node. */
  readonly tempDir: string;
  readonly heapMb?: number;
}

/** Writes the cluster's identity and the SCRAM account; folders that hold an earlier broker's data stay as they are. */
export async function formatStorage({ toolchain, properties, logFile }: KafkaNodeFiles): Promise<boolean> {
  const { username, password } = testAccount;
  const scram = (kind: string): string[] => [
    '--add-scram',
    `${kind}=[name=${username},password=${password}]`,
  ];
  const jvm = ['-XX:TieredStopAtLevel=1', '-cp', toolchain.classPath, 'kafka.tools.StorageTool', 'format'];
  const what = ['--ignore-formatted', '-t', clusterId, '-c', properties];
  const accounts = [...scram('SCRAM-SHA-256'), ...scram('SCRAM-SHA-512')];
  const result = await runCommand(toolchain.java, [...jvm, ...what, ...accounts]);
  if (!result.ok) await writeFile(logFile, result.output);
  return result.ok;
}

/** Starts a node and does not wait until it answers. */
export function runNode({ toolchain, properties, logFile, tempDir, heapMb }: KafkaNodeFiles): GuardedProcess {
  const logging = `-Dlog4j2.configurationFile=${join(packageDir, 'log4j2.properties')}`;
  const heap = `-Xmx${String(heapMb ?? defaultHeapMb)}m`;
  const jvm = [heap, '-XX:+UseSerialGC', logging, '-cp', toolchain.classPath];
  return new GuardedProcess({
    command: [toolchain.java, ...jvm, 'kafka.Kafka', properties],
    logFile,
    tempDir,
  });
}
