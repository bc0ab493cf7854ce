/** The memory map of the first pages, in bytes; README.md has it as a table. Nothing else is written by name. */

/** Sixteen bytes of ones, then sixteen of zeros: loaded 16 - n bytes before the zeros, it leaves n bytes of a vector. */
export const masksAt: usize = 1024;
/** The first bytes of a run of base64, decoded. */
export const probeAt: usize = 2048;
/** The numbers of the scan, 32 bits each; src/kernel/scan-cells.ts names them. */
export const scanAt: usize = 3072;
/** For each automaton the rows that it came to in the word that was walked last, 16 bits each. */
export const tracesAt: usize = 4096;
/** Bytes of one automaton's trace: a row for each byte of a word. */
export const traceBytes: usize = 32;
/** The most bytes of a word. */
export const wordBytes: u32 = 16;
/** Where the words of a stretch end, 32 bits each. */
export const wordsAt: usize = 16_384;
/** The most bytes of a stretch; every second of them may end a word. */
export const stretchBytes: u32 = 4096;
