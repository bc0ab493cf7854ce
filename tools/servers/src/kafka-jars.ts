import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, shortHash } from './cache.js';
import { findOnPath, runCommand } from './command.js';
import { unavailable } from './find.js';
import { findJava, neededJava } from './java.js';
import { cacheDir, packageDir } from './paths.js';
import type { Unavailable } from './types.js';

const downloadTimeoutMs = 15 * 60_000;

export interface KafkaToolchain {
  readonly kind: 'toolchain';
  /** The java executable, 17 or newer. */
  readonly java: string;
  /** Class path of Kafka and its log backend. */
  readonly classPath: string;
}

/** Finds java and gets Kafka's jars: from the cache, or once through the user's own Maven and its settings. */
export async function findKafkaToolchain(): Promise<KafkaToolchain | Unavailable> {
  if (process.platform === 'win32') return unavailable('local Kafka: needs a POSIX shell');
  const java = await findJava();
  if (java === undefined) return unavailable(`local Kafka: no java ${String(neededJava)} or newer found`);

  const pom = join(packageDir, 'pom.xml');
  const key = `kafka-${shortHash(await readFile(pom))}`;
  if ((await findOnPath('mvn')) === undefined && !(await isCached(key))) {
    return unavailable('local Kafka: mvn is not on the PATH, and its jars were not fetched before');
  }
  const mavenLog = join(cacheDir, 'maven.log');
  const jars = await cachedFolder(cacheDir, key, async (folder) => {
    const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies'];
    const result = await runCommand(
      'mvn',
      [...args, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
      {
        timeoutMs: downloadTimeoutMs,
      },
    );
    if (!result.ok) await writeFile(mavenLog, result.output);
    return result.ok;
  });
  if (jars === undefined) return unavailable(`local Kafka: mvn could not fetch its jars, see ${mavenLog}`);
  return { kind: 'toolchain', java, classPath: join(jars, '*') };
}

async function isCached(key: string): Promise<boolean> {
  try {
    await access(join(cacheDir, key));
    return true;
  } catch {
    return false;
  }
}
