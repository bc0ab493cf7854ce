import { onOneLine, scanObject } from './json-scan.js';

export interface CanonicalParts {
  /** Value of `time` as it stands there, quotes included. */
  readonly time: string | undefined;
  readonly hasObserved: boolean;
  /** The other members, on one line, without braces. */
  readonly rest: Buffer;
}

/** Members that only the sink writes. */
const sinkMembers = new Set(['service', 'source', 'ruleset', 'original_time']);

/**
 * Undefined where the record is not what ingest makes: an object with at most one `time`, a string, and none of the
 * sink's own members. A rule may have masked it whole; it is then written as a text, so that nothing of it is lost.
 * `extra` are members to be put into its `attributes`; where it has one of the same name, readers see that, the later.
 */
export function splitCanonical(record: Buffer, extra: Buffer): CanonicalParts | undefined {
  const found: { time?: string; hasObserved: boolean; isOurs: boolean; isMerged: boolean } = {
    hasObserved: false,
    isOurs: true,
    isMerged: extra.length === 0,
  };
  const members: Buffer[] = [];
  const isObject = scanObject(record, (keyStart, keyEnd, valueStart, valueEnd) => {
    const key = record.toString('latin1', keyStart, keyEnd);
    if (key === 'observed_time') found.hasObserved = true;
    if (key !== 'time') {
      if (sinkMembers.has(key)) found.isOurs = false;
      if (key === 'attributes' && !found.isMerged) {
        found.isMerged = true;
        const merged = mergeMembers(record.subarray(valueStart, valueEnd), extra);
        if (merged === undefined) found.isOurs = false;
        else members.push(commaBytes, Buffer.from('"attributes":'), merged);
      } else members.push(commaBytes, record.subarray(keyStart - 1, valueEnd));
    } else if (found.time === undefined && record[valueStart] === quote) {
      found.time = record.toString('utf8', valueStart, valueEnd);
    } else found.isOurs = false;
  });
  if (!isObject || !found.isOurs) return undefined;
  if (!found.isMerged) members.push(commaBytes, Buffer.from('"attributes":{'), extra, Buffer.from('}'));
  const rest = onOneLine(Buffer.concat(members.slice(1)));
  return { time: found.time, hasObserved: found.hasObserved, rest };
}

/** `object` with `extra` before its own members; undefined where it is none. */
function mergeMembers(object: Buffer, extra: Buffer): Buffer | undefined {
  let count = 0;
  if (!scanObject(object, () => count++)) return undefined;
  const separator = count > 0 ? ',' : '';
  return Buffer.concat([Buffer.from('{'), extra, Buffer.from(separator), object.subarray(1)]);
}

const commaBytes = Buffer.from(',');
const quote = 0x22;
