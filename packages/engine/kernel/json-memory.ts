/**
 * Where everything stands in the memory of the JSON kernel, in bytes. Its size never changes, so that the views of it that
 * the TypeScript side holds stay good.
 */

/** Text that fits: a record, and the NUL behind it. */
export const textBytes: usize = 1 << 20;
/** Nesting that can be followed. */
export const maxNesting: usize = 1 << 16;
/** Tokens of one record that fit. */
export const maxTokens: usize = 1 << 16;

/** Longest key that is known by a number, in bytes. */
export const longestKey: usize = 48;
/** Of the number of sets of known keys. */
export const keySetBits: u32 = 11;

/** A key that is to be learnt, and room for a vector. */
export const keyScratchAt: usize = 512;
/** u8 each: whether the containers around the current one are objects, the outermost first. */
export const nestingAt: usize = 1024;
/** The columns of JsonTokens, one behind the other: six of four bytes a token, one of two, then five of one. */
export const columnsAt: usize = nestingAt + maxNesting;
/** Known keys, see json-keys.ts: two slots of 64 bytes a set. */
export const keysAt: usize = columnsAt + 31 * maxTokens;
export const textAt: usize = keysAt + 262_144;
// Behind the text at least a vector's bytes remain up to the end of the last page: 3 473 408 bytes in all.
