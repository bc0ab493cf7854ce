import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.js';
import { toLines } from './lines.js';
import { toNdjsonTruth } from './truth.js';
import type { Kind } from './types.js';

export const datasetSeed = 20260101;
const recordCount = 5_000;

const fileOfKind: Readonly<Record<Kind, string>> = {
  json: 'app.ndjson',
  nginx: 'nginx-access.log',
  syslog: 'syslog.log',
  java: 'java.log',
  kv: 'kv.log',
  otlp: 'otlp.ndjson',
};
const truthFile = 'truth.ndjson';

/** The sample files that the repository ships: name and content. Without vendor tokens, which git hosts refuse. */
export function buildDataset(): ReadonlyMap<string, string> {
  const files = new Map<string, string>(Object.values(fileOfKind).map((name) => [name, '']));
  let truth = '';
  for (const record of generate({ seed: datasetSeed, count: recordCount })) {
    const name = fileOfKind[record.kind];
    for (const line of toLines(record)) {
      files.set(name, `${files.get(name) ?? ''}${line.text}\n`);
      truth += `${toNdjsonTruth(line)}\n`;
    }
  }
  return files.set(truthFile, truth);
}

/** Writes the sample files into `directory` and returns a line about each. */
export function writeDataset(directory: string): string[] {
  mkdirSync(directory, { recursive: true });
  return [...buildDataset()].map(([name, content]) => {
    writeFileSync(join(directory, name), content);
    return `${name}: ${content.split('\n').length - 1} lines, ${Buffer.byteLength(content)} bytes`;
  });
}
