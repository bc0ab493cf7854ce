import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoopAnswer, LoopOrder, LoopRound } from './messages.js';

// From the sources too: a process has no loader for TypeScript.
const script = new URL('../../../dist/engine/loop/loop-process.js', import.meta.url);

/** Watches the redactor's event loop in a process of its own, with each count of workers in turn. */
export async function watchRedactor(order: LoopOrder): Promise<readonly LoopRound[]> {
  const child = fork(script, { serialization: 'advanced', execArgv: [] });
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`The process that was watched ended with ${String(code)}.`);
  });
  child.send(order);
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [LoopAnswer];
  ended.catch(() => undefined);
  return answer.rounds;
}
