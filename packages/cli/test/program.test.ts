import type { Command } from 'commander';
import { CommanderError } from 'commander';
import t from 'tap';
import { createProgram } from '../src/program.js';

/** Parses without a process of its own; the code that commander ends with. */
async function parse(...args: string[]): Promise<number> {
  const program = await createProgram(args);
  const silence = (command: Command): void => {
    command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    command.commands.forEach(silence);
  };
  silence(program);
  try {
    await program.parseAsync(['node', 'scrubjay', ...args]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  throw new Error('A command has run.');
}

t.test('refuses what is not part of a command', async (t) => {
  for (const args of [
    [],
    ['rules', 'frobnicate'],
    ['config'],
    ['config', 'schema', 'file'],
    ['config', 'check'],
    ['run'],
    ['run', '--config', 'x', '--service', 'frobnicator'],
    ['query'],
    ['query', '--from', '1h', '--format', 'xml'],
    ['query', '--from', '1h', '--limit', '0'],
    ['query', '--from', '1h', '--limit', '1e3'],
    ['bench'],
    ['bench', 'engine', 'x'],
    ['bench', 'engine', '--corpus', 'x', '--rounds', '0'],
    ['detect', '--text-field'],
    ['doctor', 'now'],
  ])
    t.not(await parse(...args), 0, args.join(' '));
});

t.test('answers questions', async (t) => {
  for (const args of [['--version'], ['help', 'redact'], ['bench', 'engine', '--help']])
    t.equal(await parse(...args), 0, args.join(' '));
});
