/** The memory map of the first pages, in bytes; README.md has it as a table. Nothing else is written by name. */

/** 32 bytes of ones, then as many of zeros: loaded 32 - n bytes behind the begin, n bytes of a vector are left. */
export const masksAt: usize = 1024;
/** The first bytes of a run of base64, decoded. */
export const probeAt: usize = 2048;
/** The numbers of the scan, 32 bits each; src/kernel/scan-cells.ts names them. */
export const scanAt: usize = 3072;
/** For each automaton the rows that it came to in the word that was walked last, 16 bits each. */
export const tracesAt: usize = 4096;
/** Bytes of one automaton's trace: a row for each byte of a word. */
export const traceBytes: usize = 64;
/** The most bytes of a word. */
export const wordBytes: u32 = 32;
/** Where in a stretch words may begin, a bit for each byte. */
export const beginsAt: usize = 16_384;
/** The most bytes of a stretch: as much of a record as is cut at once. */
export const stretchBytes: u32 = 4096;
