/** A record larger than this is withheld whole. */
export const defaultMaxRecordBytes = 1024 * 1024;

/** A line is held in memory up to this; a longer one is handed over in pieces. */
export const maxPieceBytes = 64 * 1024 * 1024;

/** Guards against gzip data that inflate without end; far above any sensible log file. */
export const maxInflatedBytes = 64 * 1024 ** 3;

/** Bytes read from a file at once, which is about the size of a source batch. */
export const defaultBatchBytes = 256 * 1024;
