import { readdir, readFile, readlink } from 'node:fs/promises';

/** Linux counts a process's CPU time in hundredths of a second. */
const ticksPerSecond = 100;
const listening = '0A';

/** CPU seconds of a process so far, its threads included; undefined where this system does not say. */
export async function cpuSecondsOf(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined;
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8').catch(() => undefined);
  // The name of the program stands in brackets and may hold spaces.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The process of this machine that listens on a TCP port; undefined where none does, or the system does not say. */
export async function processOn(port: number): Promise<number | undefined> {
  const sockets = await socketsOn(port);
  if (sockets.size === 0) return undefined;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const folder = `/proc/${pid}/fd`;
    for (const fd of await readdir(folder).catch(() => [])) {
      const target = await readlink(`${folder}/${fd}`).catch(() => '');
      if (sockets.has(target)) return Number(pid);
    }
  }
  return undefined;
}

/** Names of the sockets that listen on `port`, as links in /proc give them. */
async function socketsOn(port: number): Promise<ReadonlySet<string>> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const lines = (await readFile(table, 'utf8').catch(() => '')).split('\n');
    for (const line of lines) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === listening && local.endsWith(wanted)) sockets.add(`socket:[${inode}]`);
    }
  }
  return sockets;
}
