export { createChannel, type Channel, type ChannelOptions } from './channel.js';
export { createFileSource, type FileSourceOptions } from './file-source.js';
export { readLines } from './read-lines.js';
export type { Line } from './line-splitter.js';
export { inspectFile, type InputFile } from './input-file.js';
export { readFilePositions } from './positions.js';
export { createStdinSource, type StdinSourceOptions } from './stdin-source.js';
