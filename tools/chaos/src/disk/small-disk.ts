import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ballastStep = 16_384;

/** A file system of its own in memory: a disk that can be filled without harm to anybody. */
export class SmallDisk {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Mounts one; the reason where that is not allowed, as it is to root on Linux only. */
  static async mount(path: string, bytes: number): Promise<SmallDisk | string> {
    await mkdir(path, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path]);
    } catch (error) {
      const told = String((error as { readonly stderr?: unknown }).stderr ?? error).trim();
      return `a file system of a fixed size cannot be mounted (${told.split('\n')[0] ?? ''})`;
    }
    return new SmallDisk(path);
  }

  /** Takes all the room that is left, except for about so many bytes. */
  async fill(spare: number): Promise<void> {
    await writeFile(join(this.path, 'spare'), Buffer.alloc(spare));
    for (let at = 0; await this.#takes(join(this.path, `ballast-${at}`)); at += 1);
    await rm(join(this.path, 'spare'));
  }

  /** Whether a file of a few bytes no longer fits. */
  async isFull(): Promise<boolean> {
    const probe = join(this.path, 'probe');
    const fits = await this.#takes(probe);
    await rm(probe, { force: true });
    return !fits;
  }

  /** Makes the disk larger. */
  async grow(bytes: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${bytes}`, this.path]);
  }

  async unmount(): Promise<void> {
    await run('umount', ['-l', this.path]);
  }

  async #takes(path: string): Promise<boolean> {
    try {
      await writeFile(path, Buffer.alloc(ballastStep, 1));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
      throw error;
    }
  }
}
