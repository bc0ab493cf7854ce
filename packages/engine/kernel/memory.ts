/** The memory map of the first pages, in bytes; README.md has it as a table. Nothing else is written by name. */

/** A class for each byte, times four: 256 numbers of 16 bits. */
export const classesAt: usize = 1024;
/** The lanes, see lanes.ts. */
export const lanesAt: usize = 1536;
/** The first bytes of a run of base64, decoded. */
export const probeAt: usize = 1920;
/** A row whose steps all lead to itself, for lanes without work. */
export const idleAt: usize = 2048;
/** Most steps that lanes take before their stops are looked at. */
export const blockSteps: u32 = 1024;
/** Where lanes stopped in a block: for each lane its stops, each the address of the byte and the entry, 32 bits each. */
export const stopsAt: usize = 4096;
/** What lanes have accepted: for each lane four columns of hits: records, accept numbers, first and last bytes, 32 bits each. */
export const hitsAt: usize = 65_536;
/** Hits of one lane that have room. */
export const mostHits: u32 = 2048;
