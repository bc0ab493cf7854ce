import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerStartTimeoutMs, runContainer } from './docker.js';
import { firstAvailable, isUnavailable, unavailable } from './find.js';
import { GuardedProcess } from './guarded-process.js';
import { waitForHttp } from './http-ready.js';
import { findMotoToolchain } from './moto-python.js';
import { makeTempDir } from './paths.js';
import { freePorts } from './ports.js';
import type { AwsServer, Origin, Unavailable } from './types.js';

/** The same version as in requirements.txt and compose.yaml; a test holds the three together. */
export const motoImage = 'motoserver/moto:5.2.5';

const startTimeoutMs = 60_000;
const sharedTimeoutMs = 3_000;
const attempts = 3;

/**
 * Gives a moto server that answers requests: the shared one that `SCRUBJAY_TEST_AWS=http://…` names, else a new one from
 * the local Python, else from Docker. Never throws for want of one.
 */
export async function startAws(): Promise<AwsServer | Unavailable> {
  const shared = process.env['SCRUBJAY_TEST_AWS'] ?? '';
  if (shared !== '') return await joinShared(shared);
  return await firstAvailable([startLocalMoto, startDockerMoto]);
}

async function joinShared(address: string): Promise<AwsServer | Unavailable> {
  const endpoint = address.replace(/\/+$/, '');
  if (!(await waitForHttp(endpoint, sharedTimeoutMs, () => true))) {
    return unavailable(`SCRUBJAY_TEST_AWS names ${address}, and nothing answers there`);
  }
  return describeServer('environment', endpoint, async () => {
    await Promise.resolve();
  });
}

async function startLocalMoto(): Promise<AwsServer | Unavailable> {
  const toolchain = await findMotoToolchain();
  if (toolchain.kind === 'unavailable') return toolchain;
  const tempDir = await makeTempDir('moto');
  const logFile = join(tempDir, 'server.log');
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const [port = 0] = await freePorts(1);
    const child = new GuardedProcess({
      command: [toolchain.python, '-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
      logFile,
      tempDir,
    });
    const endpoint = `http://127.0.0.1:${String(port)}`;
    if (await waitForHttp(`${endpoint}/moto-api/`, startTimeoutMs, () => child.isRunning)) {
      return describeServer('toolchain', endpoint, async () => {
        await child.kill();
        await rm(tempDir, { recursive: true, force: true });
      });
    }
    const timedOut = child.isRunning;
    await child.kill();
    if (timedOut) break;
  }
  return unavailable(`local moto: the server did not start, see ${logFile}`);
}

async function startDockerMoto(): Promise<AwsServer | Unavailable> {
  const [port = 0] = await freePorts(1);
  const address = `127.0.0.1:${String(port)}`;
  const container = await runContainer('moto', ['--publish', `${address}:5000`, motoImage]);
  if (isUnavailable(container)) return container;
  if (await waitForHttp(`http://${address}/moto-api/`, dockerStartTimeoutMs, container.isRunning)) {
    return describeServer('docker', `http://${address}`, container.stop);
  }
  await container.stop();
  return unavailable(`Docker: ${motoImage} did not start`);
}

function describeServer(origin: Origin, endpoint: string, stop: () => Promise<void>): AwsServer {
  return { kind: 'aws', origin, endpoint, stop };
}
