import { scanAt } from './memory';

/**
 * The numbers of a scan, as the TypeScript side writes them before it begins and finds them when it stops. Those of one kind stand
 * together: where things are, how much there is room for, and how far the scan has come.
 */

/** Addresses: the records, their ends, their signs. */
export const inputAt: usize = scanAt;
export const endsAt: usize = scanAt + 4;
export const signsAt: usize = scanAt + 8;
export const recordCount: usize = scanAt + 12;
/** The memo of words, and the number of its buckets less 1. */
export const memoAt: usize = scanAt + 16;
export const memoMask: usize = scanAt + 20;
/** The states: for each the rows of all automata; and an index of them by hash, with the number of its slots less 1. */
export const statesAt: usize = scanAt + 24;
export const indexAt: usize = scanAt + 28;
export const indexMask: usize = scanAt + 32;
export const mostStates: usize = scanAt + 36;
/** Automata, four at a time; and for each a list of 256 addresses: of the cell that each byte has in row 0 of its table. */
export const fours: usize = scanAt + 40;
export const columnsAt: usize = scanAt + 44;
/** The sets, 16 bytes and `setBytes` each; an index of them by hash, with the number of its slots less 1. */
export const setsAt: usize = scanAt + 48;
export const setIndexAt: usize = scanAt + 52;
export const setIndexMask: usize = scanAt + 56;
export const setBytes: usize = scanAt + 60;
/** Bits of what belongs together: `setBytes` of them. How many sets there are. */
export const unionAt: usize = scanAt + 64;
export const setCount: usize = scanAt + 68;
/** What was met, and the records in which it was; how many of each have room. */
export const meetingsAt: usize = scanAt + 72;
export const mostMeetings: usize = scanAt + 76;
export const foundAt: usize = scanAt + 80;
export const mostFound: usize = scanAt + 84;
/** Ones if all automata take the ten digits for one. */
export const foldsDigits: usize = scanAt + 88;
/** Not 0: records are kept in which something was met, though nothing is complete. */
export const keepsAll: usize = scanAt + 92;
/** Words that may be walked before the memo is to be made larger. */
export const mostWalked: usize = scanAt + 96;

/** The record being read, the address of its next word, the state before that word. */
export const record: usize = scanAt + 100;
export const at: usize = scanAt + 104;
export const state: usize = scanAt + 108;
/** The stretch that is cut: addresses of its begin and its end, which are the same where there is none. */
export const stretchStart: usize = scanAt + 112;
export const stretchEnd: usize = scanAt + 116;
/** How many meetings there are, and how many of them are of records that were read to their end. */
export const meetings: usize = scanAt + 120;
export const settled: usize = scanAt + 124;
export const found: usize = scanAt + 128;
export const states: usize = scanAt + 132;
export const walked: usize = scanAt + 136;
/** The word that was walked last: its length, the bucket that it belongs in, the state behind it, its key. */
export const wordLength: usize = scanAt + 140;
export const wordBucket: usize = scanAt + 144;
export const wordNext: usize = scanAt + 148;
/** What a stop is about: an automaton, and the place in the word of the step that it lacks. */
export const lacking: usize = scanAt + 152;
export const lackingAt: usize = scanAt + 156;
/** Behind the numbers, aligned to 16 bytes. */
export const wordKey: usize = scanAt + 176;
