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
/** Bits of what belongs together: `setBytes` of them. How many sets there are, how many have room, how many times some were united. */
export const unionAt: usize = scanAt + 64;
export const setCount: usize = scanAt + 68;
export const mostSets: usize = scanAt + 72;
export const tick: usize = scanAt + 76;
/** What was met, and the records in which it was; how many of each have room. */
export const meetingsAt: usize = scanAt + 80;
export const mostMeetings: usize = scanAt + 84;
export const foundAt: usize = scanAt + 88;
export const mostFound: usize = scanAt + 92;
/** Ones if all automata take the ten digits for one. */
export const foldsDigits: usize = scanAt + 96;
/** Not 0: records are kept in which something was met, though nothing is complete. */
export const keepsAll: usize = scanAt + 100;
/** Words that may be walked before the memo is to be made larger. */
export const mostWalked: usize = scanAt + 104;

/** The record being read, the address of its next word, the state before that word. */
export const record: usize = scanAt + 108;
export const at: usize = scanAt + 112;
export const state: usize = scanAt + 116;
/** The stretch that is cut: addresses of its begin and its end, which are the same where there is none. */
export const stretchStart: usize = scanAt + 120;
export const stretchEnd: usize = scanAt + 124;
/** How many meetings there are, and how many of them are of records that were read to their end. */
export const meetings: usize = scanAt + 128;
export const settled: usize = scanAt + 132;
export const found: usize = scanAt + 136;
export const states: usize = scanAt + 140;
export const walked: usize = scanAt + 144;
/** The word that was walked last: its length, the bucket that it belongs in, the state behind it, its key. */
export const wordLength: usize = scanAt + 148;
export const wordBucket: usize = scanAt + 152;
export const wordNext: usize = scanAt + 156;
/** What a stop is about: an automaton, and the place in the word of the step that it lacks. */
export const lacking: usize = scanAt + 160;
export const lackingAt: usize = scanAt + 164;
/** Behind the numbers, aligned to 16 bytes. */
export const wordKey: usize = scanAt + 176;
