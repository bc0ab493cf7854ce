/**
 * A process that runs commands one after the other, as its parent asks it to: each start of its own would load for seconds.
 * What a command writes ends, on both streams, with a mark that tells its exit code.
 */
import { execute, prepareProcess } from '@scrubjay/cli';

export interface CommandCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mark: string;
}

prepareProcess();

process.on('message', (call: CommandCall) => void answer(call));

async function answer({ args, env, mark }: CommandCall): Promise<void> {
  Object.assign(process.env, env);
  const failure = await execute(args);
  for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
  const end = `${mark}${String(failure ?? process.exitCode ?? 0)}\n`;
  process.exitCode = 0;
  process.stdout.write(end);
  process.stderr.write(end);
}
