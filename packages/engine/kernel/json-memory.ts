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

/** u8 each: whether the containers around the current one are objects, the outermost first. */
export const nestingAt: usize = 1024;
/** The columns of JsonTokens, one behind the other: six of four bytes a token, then five of one. */
export const columnsAt: usize = nestingAt + maxNesting;
export const textAt: usize = columnsAt + 29 * maxTokens;
// Behind the text at least a vector's bytes remain up to the end of the last page: 3 080 192 bytes in all.
