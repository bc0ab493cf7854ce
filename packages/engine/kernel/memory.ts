/** The memory map of the first pages, in bytes; README.md has it as a table. Nothing else is written by name. */

/** For each byte the address of its column: of the cell that it has in row 0. 256 numbers of 32 bits. */
export const columnsAt: usize = 1024;
/** The first bytes of a run of base64, decoded. */
export const probeAt: usize = 2048;
/** The lanes, see lanes.ts. */
export const lanesAt: usize = 3072;
/** Most steps that lanes take before it is looked at where they came to. */
export const blockSteps: u32 = 256;
/** For each lane the rows it came to in a block, one for each step, 16 bits each. */
export const traceAt: usize = 4096;
/** What lanes have accepted: for each lane four columns of hits: records, accept numbers, first and last bytes, 32 bits each. */
export const hitsAt: usize = 65_536;
/** Hits of one lane that have room. */
export const mostHits: u32 = 1024;
