import kafkajs from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 50;

/**
 * Asks the brokers for the offsets of a group until they answer, which makes a new broker create the offsets topic and
 * load its coordinator: until then kafkajs fails `sendOffsets` without a retry, as no broker in use would. False when `timeoutMs` have passed, or as soon as `isAlive` says
 * that the server has ended.
 */
export async function waitForKafka(
  brokers: readonly string[],
  timeoutMs: number,
  isAlive: () => boolean = () => true,
): Promise<boolean> {
  const kafka = new kafkajs.Kafka({
    brokers: [...brokers],
    clientId: 'scrubjay-servers',
    connectionTimeout: 1_000,
    logLevel: kafkajs.logLevel.NOTHING,
    // The first request of a new client fails for want of metadata, which a retry then has.
    retry: { retries: 2, initialRetryTime: 20 },
  });
  const deadline = Date.now() + timeoutMs;
  while (isAlive()) {
    if (await answers(kafka)) return true;
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return false;
}

async function answers(kafka: kafkajs.Kafka): Promise<boolean> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.fetchOffsets({ groupId: 'scrubjay-servers', topics: [] });
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
