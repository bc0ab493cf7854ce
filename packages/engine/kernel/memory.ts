/** The memory map of the first page, in bytes; README.md has it as a table. Nothing else is written by name. */

/** A class for each byte, times four: 256 numbers of 16 bits. */
export const classesAt: usize = 1024;
/** The lanes, see lanes.ts. */
export const lanesAt: usize = 1536;
/** The first bytes of a run of base64, decoded. */
export const probeAt: usize = 1920;
/** A row whose steps all lead to itself, for lanes without work. */
export const idleAt: usize = 2048;
/** What lanes have accepted: for each lane its hits, each a record, an accept number, the first and the last byte, 32 bits each. */
export const hitsAt: usize = 4096;
/** Hits of one lane that have room. */
export const mostHits: u32 = 512;
