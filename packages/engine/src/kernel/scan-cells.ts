/** The numbers of a scan in the memory of the kernel: as in kernel/cells.ts, counted in cells of 32 bits from the memory's begin. */
const first = 3072 >> 2;
const names = [
  ...['inputAt', 'endsAt', 'signsAt', 'recordCount', 'memoAt', 'memoMask'],
  ...['statesAt', 'indexAt', 'indexMask', 'mostStates', 'fours', 'columnsAt'],
  ...['setsAt', 'setIndexAt', 'setIndexMask', 'setBytes', 'unionAt', 'setCount'],
  ...['meetingsAt', 'mostMeetings', 'foundAt', 'mostFound', 'foldsDigits', 'keepsAll'],
  ...['mostWalked', 'record', 'at', 'state', 'stretchStart', 'stretchEnd'],
  ...['meetings', 'settled', 'found', 'states', 'walked', 'wordLength'],
  ...['wordBucket', 'wordNext', 'lacking', 'lackingAt'],
] as const;

export const scanCell = Object.fromEntries(names.map((name, index) => [name, first + index])) as Readonly<
  Record<(typeof names)[number], number>
>;

/** As in kernel/memory.ts: the rows that each automaton came to in the word that was walked last, in cells of 16 bits. */
export const tracesCell = 4096 >> 1;
export const traceCells = 32;
/** Automata that have room there. */
export const mostAutomata = 128;
/** Where 32 bytes of ones stand before as many of zeros. */
export const masksAt = 1024;

/** What `run` of kernel/scan.ts returns. */
export const stop = { done: 0, step: 1, number: 2, states: 3, memo: 4, set: 5, room: 6 } as const;
