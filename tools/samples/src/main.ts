import { fileURLToPath } from 'node:url';
import { writeDataset } from './dataset.js';

const directory = process.argv[2] ?? fileURLToPath(new URL('../data', import.meta.url));
for (const line of writeDataset(directory)) process.stdout.write(`${line}\n`);
