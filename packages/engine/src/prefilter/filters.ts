import type { Program } from '../compile/ruleset.js';
import { kernelOf } from '../kernel/index.js';
import { RecordFilter } from './record-filter.js';

const filters = new WeakMap<Program, RecordFilter>();
/**
 * Filters of one thread: beyond, the oldest is closed, and made anew if it is asked for again. What is no longer used comes back by
 * itself, but not as long as the thread does nothing but work through rulesets.
 */
const mostFilters = 64;
const open: { readonly program: WeakRef<Program>; readonly filter: WeakRef<RecordFilter> }[] = [];

function closeOldest(): void {
  const oldest = open.shift();
  const program = oldest?.program.deref();
  if (program !== undefined) filters.delete(program);
  oldest?.filter.deref()?.close();
}

/** The filter of a ruleset, made when it is first asked for. It works with the kernel of this thread. */
export function recordFilterOf(program: Program): RecordFilter {
  let filter = filters.get(program);
  if (filter === undefined) {
    filter = new RecordFilter(program, kernelOf());
    filters.set(program, filter);
    open.push({ program: new WeakRef(program), filter: new WeakRef(filter) });
    if (open.length > mostFilters) closeOldest();
  }
  return filter;
}

/** To make the filter takes about as long as to search so many bytes for each pattern without it. */
const bytesPerPattern = 16;
/** A filter of so few patterns is made in no time. */
const fewPatterns = 32;
const searched = new WeakMap<Program, number>();

/**
 * Whether single records are worth a filter: not the first few, which whoever explains a record or tests an example looks at.
 * `bytes`: the record to be searched now.
 */
export function isFilterWorthwhile(program: Program, bytes: number): boolean {
  if (program.patterns.length <= fewPatterns || filters.has(program)) return true;
  const sum = (searched.get(program) ?? 0) + bytes;
  searched.set(program, sum);
  return sum > program.patterns.length * bytesPerPattern;
}
