import { attributesOf } from '@scrubjay/frame';
import type { SourceMessage } from '@scrubjay/pipeline';
import { schemaIdHeader } from '@scrubjay/registry';

/** Headers for us, which say how a record is taken and nothing about what happened. */
const ownPrefix = 'scrubjay-';

/** A message's key and headers as they travel with its records; undefined where it has none but our own. */
export function messageAttributes({ key, rawHeaders = [] }: SourceMessage): Buffer | undefined {
  if (key === null && rawHeaders.every(([name]) => isOwn(name))) return undefined;
  const headers = rawHeaders.filter(([name]) => !isOwn(name));
  return attributesOf({ key, headers });
}

function isOwn(name: string): boolean {
  return name.startsWith(ownPrefix) || name === schemaIdHeader;
}
