import { createHash } from 'node:crypto';

/** What a file is known by: its path and its first line. `file-` and 12 hexadecimal digits. */
export function identityOf(path: string, firstLine: Buffer): string {
  const hash = createHash('sha256').update(path).update('\n').update(firstLine).digest('hex');
  return `file-${hash.slice(0, 12)}`;
}

/** Name of the stream that a file is; one that began anew gets another. */
export function streamOf(identity: string, generation: number): string {
  return generation === 0 ? identity : identityOf(identity, Buffer.from(String(generation)));
}
