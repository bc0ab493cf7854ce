import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { createLoad } from '@scrubjay/e2e';

/** One message as an application would send it; its partition and time are given when it is sent. */
export interface PayloadMessage {
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages that are sent over and over. */
export interface Payload {
  readonly name: string;
  readonly messages: readonly PayloadMessage[];
  /** Of all values together. */
  readonly bytes: number;
}

const sampleRecords = 40_000;
const extensions = new Set(['.log', '.txt', '.json', '.ndjson']);
/** The field that says when a record was written, in the names that the sink reads, and its value. */
const ownTime = /"(time|timestamp|ts|@timestamp|eventTime)"(\s*:\s*)(?:"[^"]*"|[\d.]+)/;

/** Generated logs in all formats (`samples`), or the lines of the files below a folder. A file's own folder names its service. */
export async function openPayload(source: string): Promise<Payload> {
  const messages = source === 'samples' ? sampleMessages() : await folderMessages(source);
  if (messages.length === 0) throw new RangeError(`There are no records in ${source}.`);
  const bytes = messages.reduce((sum, { value }) => sum + value.length, 0);
  return { name: source === 'samples' ? source : basename(source), messages, bytes };
}

function sampleMessages(): PayloadMessage[] {
  return createLoad(sampleRecords, 1).messages.map(({ value, headers = {} }) => ({
    value: Buffer.from(value ?? ''),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
  }));
}

async function folderMessages(folder: string): Promise<PayloadMessage[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && extensions.has(extname(entry.name)));
  const placed: { readonly message: PayloadMessage; readonly place: number }[] = [];
  for (const { parentPath, name } of files) {
    const lines = (await readFile(join(parentPath, name), 'utf8')).split('\n').filter((line) => line !== '');
    const headers = { 'scrubjay-service': basename(parentPath).replace(/[^A-Za-z0-9_-]/g, '-') };
    lines.forEach((line, index) => {
      placed.push({ message: { value: Buffer.from(present(line)), headers }, place: index / lines.length });
    });
  }
  // The files side by side, as services write side by side.
  return placed.sort((a, b) => a.place - b.place).map(({ message }) => message);
}

/** A live producer writes now: the hours of years ago would each become an object of their own in every flush. */
function present(line: string): string {
  if (!line.startsWith('{')) return line;
  return line.replace(ownTime, (_, name: string, colon: string) => {
    return `"${name}"${colon}"${new Date().toISOString()}"`;
  });
}
