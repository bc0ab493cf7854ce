import { scanObject } from './json-scan.js';

/** A member of a record as the sink has written it. */
export interface LineMember {
  readonly name: string;
  /** JSON of the value. A view into the line. */
  readonly value: Buffer;
}

/** The members of a stored record, in their order; undefined for what is no JSON object. */
export function readLineMembers(line: Buffer): LineMember[] | undefined {
  const members: LineMember[] = [];
  const isObject = scanObject(line, (keyStart, keyEnd, valueStart, valueEnd) => {
    const name = line.toString('utf8', keyStart, keyEnd);
    members.push({ name, value: line.subarray(valueStart, valueEnd) });
  });
  return isObject ? members : undefined;
}

/** The members as one JSON object; the reverse of {@link readLineMembers}. */
export function writeLineMembers(members: readonly LineMember[]): Buffer {
  const parts = members.flatMap(({ name, value }, index) => [
    Buffer.from(`${index === 0 ? '' : ','}"${name}":`),
    value,
  ]);
  return Buffer.concat([Buffer.from('{'), ...parts, Buffer.from('}')]);
}
