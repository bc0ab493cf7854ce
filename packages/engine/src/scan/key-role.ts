import type { Buffer } from 'node:buffer';

/** What a key is to the names of values (value-names.ts), as bits. */
export const keyRole = { value: 1, name: 2, wrapper: 4 } as const;

const roles = new Map<string, number>([
  ['value', keyRole.value],
  ['key', keyRole.name],
  ['name', keyRole.name],
  // Containers that OTLP/JSON puts between an attribute's name and the names below it.
  ['kvlistvalue', keyRole.wrapper],
  ['kvlist_value', keyRole.wrapper],
  ['values', keyRole.wrapper],
]);
const longestRole = 12;

/** The role of the key `bytes[start, end)`, in any case of letters; 0 for none. */
export function roleOf(bytes: Buffer, start: number, end: number): number {
  if (end - start > longestRole) return 0;
  return roles.get(bytes.toString('latin1', start, end).toLowerCase()) ?? 0;
}
