import { join } from 'node:path';
import { findOnPath, runCommand } from './command.js';

export const neededJava = 17;

/** The java of JAVA_HOME or of the PATH, if it is new enough. */
export async function findJava(): Promise<string | undefined> {
  const home = process.env['JAVA_HOME'];
  const candidates = [
    home === undefined || home === '' ? undefined : join(home, 'bin', 'java'),
    await findOnPath('java'),
  ];
  for (const java of candidates) {
    if (java === undefined) continue;
    const { output } = await runCommand(java, ['-version']);
    const major = /version "(\d+)/.exec(output)?.[1];
    if (major !== undefined && Number(major) >= neededJava) return java;
  }
  return undefined;
}
