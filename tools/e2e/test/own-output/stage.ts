import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import type { ErrorCode } from '@scrubjay/errors';
import { scrubjay, type Finished } from '@scrubjay/testkit';
import type { Test } from 'tap';
import { CommandsProcess } from './commands-process.js';
import { writeOwnRules } from './own-rules.js';
import { isClean, record, secretEnvironment, text } from './secrets.js';
import { codesOf } from './table.js';

export interface Run {
  /** With one the command has a process of its own. */
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

const environment = { ...secretEnvironment, SCRUBJAY_DEBUG: '1' } as const;

/** Runs commands with secrets in their environment, holds all they write to be clean, and keeps the codes they showed. */
export class Stage {
  readonly #shown = new Set<string>();
  readonly #t: Test;
  #commands: CommandsProcess | undefined;

  constructor(t: Test) {
    this.#t = t;
  }

  /**
   * The command fails with `code` and says nothing of what was planted. With stack traces, which is all that there is
   * without them and more.
   */
  async shows(t: Test, code: ErrorCode, args: readonly string[], run: Run = {}): Promise<Finished> {
    const finished = await this.runs(t, args, run);
    this.looksAt(t, code, finished.stdout + finished.stderr);
    return finished;
  }

  /** The command says nothing of what was planted. */
  async runs(t: Test, args: readonly string[], { input, env }: Run = {}): Promise<Finished> {
    const finished =
      input === undefined
        ? await this.#process().run(args, env)
        : await scrubjay(args, { input, env: { ...environment, ...env } });
    isClean(t, finished.stdout + finished.stderr, args.slice(0, 2).join(' '));
    return finished;
  }

  looksAt(t: Test, code: ErrorCode, written: string): void {
    if (t.match(written, code, `${code} appears`)) this.#shown.add(code);
    isClean(t, written, `what came with ${code}`);
  }

  /** Every code that the table promises for this file appeared. */
  endsComplete(t: Test, file: string): void {
    const place = /([^/]+)\.test\.ts$/.exec(file)?.[1] ?? '';
    const promised = codesOf(place);
    t.not(promised.length, 0, 'the table promises codes for this file');
    t.strictSame(
      promised.filter((code) => !this.#shown.has(code)),
      [],
      'every code of this file appeared',
    );
  }

  #process(): CommandsProcess {
    if (this.#commands !== undefined) return this.#commands;
    const commands = new CommandsProcess(environment);
    this.#t.teardown(() => commands.close());
    return (this.#commands = commands);
  }
}

/** Writes the configuration of an embedded run below a folder; returns its path. JSON is YAML. */
export function writeConfig(folder: string, sections: Readonly<Record<string, unknown>> = {}): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'scrubjay.yaml');
  const config = {
    environment: 'test',
    transport: 'memory',
    stateDir: join(folder, 'state'),
    keys: { provider: 'local', dir: join(folder, 'keys') },
    store: { kind: 'folder', path: join(folder, 'objects') },
    telemetry: { enabled: false, logLevel: 'debug' },
    ingest: { source: { kind: 'stdin' } },
    redactor: { workers: 0 },
    rules: { dir: writeOwnRules(join(folder, 'rules')) },
    ...sections,
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

/** The section for a run that reads records from a file, written below a folder. */
export function fromFile(folder: string, content = `${record}\n${text}\n`): { readonly ingest: object } {
  const file = join(folder, 'app.log');
  writeFileSync(file, content);
  return { ingest: { source: { kind: 'files', paths: [file] } } };
}

export async function listen(t: Test, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that nothing listens on. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A server that answers as a test wants it to. */
export function answerWith(t: Test, listener: RequestListener): Promise<number> {
  return listen(t, createHttpServer(listener));
}
