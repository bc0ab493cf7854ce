import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, shortHash } from './cache.js';
import { findOnPath, runCommand } from './command.js';
import { dockerStartTimeoutMs, runContainer } from './docker.js';
import { firstAvailable, isUnavailable, unavailable } from './find.js';
import { GuardedProcess } from './guarded-process.js';
import { waitForHttp } from './http-ready.js';
import { findJava } from './java.js';
import { cacheDir, makeTempDir } from './paths.js';
import { freePorts } from './ports.js';
import type { Origin, RegistryServer, Unavailable } from './types.js';

/** The last line of Apicurio that runs on Java 17; version 3 needs 21. Its own image has the same number. */
export const registryVersion = '2.6.13.Final';
export const registryImage = `apicurio/apicurio-registry-mem:${registryVersion}`;

const downloadTimeoutMs = 15 * 60_000;
const startTimeoutMs = 60_000;
const sharedTimeoutMs = 3_000;
const attempts = 3;
/** Where it speaks the API of Confluent's registry. */
const apiPath = '/apis/ccompat/v7';

/**
 * Gives a schema registry that answers requests, Apicurio Registry in memory: the shared one that
 * `SCRUBJAY_TEST_REGISTRY=http://…` names, else a new one from the local Java and Maven, else from Docker. Never throws
 * for want of one. Few tests need it, so it is started by them and not with the others.
 */
export async function startRegistry(): Promise<RegistryServer | Unavailable> {
  const shared = process.env['SCRUBJAY_TEST_REGISTRY'] ?? '';
  if (shared !== '') return await joinShared(shared);
  return await firstAvailable([startLocalRegistry, startDockerRegistry]);
}

async function joinShared(address: string): Promise<RegistryServer | Unavailable> {
  const url = address.replace(/\/+$/, '');
  if (!(await isReady(url, sharedTimeoutMs, () => true))) {
    return unavailable(`SCRUBJAY_TEST_REGISTRY names ${address}, and no schema registry answers there`);
  }
  return describeServer('environment', url, async () => {
    await Promise.resolve();
  });
}

async function startLocalRegistry(): Promise<RegistryServer | Unavailable> {
  if (process.platform === 'win32') return unavailable('local registry: needs a POSIX shell');
  const java = await findJava();
  if (java === undefined) return unavailable('local registry: no java 17 or newer found');
  const jar = await fetchJar();
  if (jar === undefined) return unavailable('local registry: Maven could not fetch Apicurio Registry');
  const tempDir = await makeTempDir('registry');
  const logFile = join(tempDir, 'server.log');
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const [port = 0] = await freePorts(1);
    const settings = [`-Dquarkus.http.port=${String(port)}`, '-Dquarkus.http.host=127.0.0.1'];
    const jvm = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...settings];
    const child = new GuardedProcess({ command: [java, ...jvm, '-jar', jar], logFile, tempDir });
    const url = `http://127.0.0.1:${String(port)}${apiPath}`;
    if (await isReady(url, startTimeoutMs, () => child.isRunning)) {
      return describeServer('toolchain', url, async () => {
        await child.kill();
        await rm(tempDir, { recursive: true, force: true });
      });
    }
    const timedOut = child.isRunning;
    await child.kill();
    if (timedOut) break;
  }
  return unavailable(`local registry: the server did not start, see ${logFile}`);
}

/** The jar that runs, unpacked once from the archive on Maven Central (140 MB). */
async function fetchJar(): Promise<string | undefined> {
  const name = 'apicurio-registry-app';
  const artifact = `io.apicurio:${name}:${registryVersion}:tar.gz:all`;
  const key = `registry-${shortHash(artifact)}`;
  const jarName = `${name}-${registryVersion}-runner.jar`;
  const isHere = await access(join(cacheDir, key)).then(
    () => true,
    () => false,
  );
  if (!isHere && (await findOnPath('mvn')) === undefined) return undefined;
  const folder = await cachedFolder(cacheDir, key, async (unfinished) => {
    const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack';
    const args = ['-q', '-B', plugin, `-Dartifact=${artifact}`, `-DoutputDirectory=${unfinished}`];
    // Maven notes in its working folder what it unpacked, and would not unpack it again elsewhere.
    const options = { cwd: unfinished, timeoutMs: downloadTimeoutMs };
    const { ok, output } = await runCommand('mvn', args, options);
    if (!ok) await writeFile(join(cacheDir, 'maven-registry.log'), output);
    return ok;
  });
  return folder === undefined ? undefined : join(folder, jarName);
}

async function startDockerRegistry(): Promise<RegistryServer | Unavailable> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${String(port)}`;
  const container = await runContainer('registry', ['--publish', `${address}:8080`, registryImage]);
  if (isUnavailable(container)) return container;
  const url = `http://${address}${apiPath}`;
  if (await isReady(url, dockerStartTimeoutMs, container.isRunning)) {
    return describeServer('docker', url, container.stop);
  }
  await container.stop();
  return unavailable(`Docker: ${registryImage} did not start`);
}

async function isReady(url: string, timeoutMs: number, isAlive: () => boolean): Promise<boolean> {
  return await waitForHttp(`${url}/subjects`, timeoutMs, isAlive);
}

function describeServer(origin: Origin, url: string, stop: () => Promise<void>): RegistryServer {
  return { kind: 'registry', origin, url, stop };
}
