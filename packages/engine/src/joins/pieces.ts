import { JsonTokens, tokenKind } from '../formats/json-tokens.js';
import { tokenizeJson } from '../formats/tokenize-json.js';
import type { EngineFormat } from '../types.js';

/** What one record contributes to a text that runs over several records. Offsets count bytes of the frame. */
export interface Piece {
  /** Pieces of one text have the same: which of a container's outputs it is, or how the record is read. */
  readonly channel: string;
  readonly start: number;
  readonly end: number;
  /** The content of a JSON string, in which escapes stand for characters. */
  readonly isJsonString: boolean;
  /** A container runtime cut the line here, in its middle: the next piece goes on without a break. */
  readonly isCut: boolean;
}

/** Of the records that no container runtime wrote. */
export const textChannel = 'text';
/** Bytes in which a CRI line's time, stream and tags stand. */
const longestCriHead = 96;
const criHead = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2}) (stdout|stderr) ([PF])(?::[^ ]*)? /;
const dockerHead = Buffer.from('{"log":"');
/** The end of `"logtag"`: its first letter stands more rarely in JSON than those before it, and so is found sooner. */
const tagEnd = Buffer.from('gtag"');
const logTag = Buffer.from('"logtag"');
const partialMessage = Buffer.from('"partial_message"');
const maxDepth = 8;

const tokens = new JsonTokens();

/** Whether a line begins like one of the CRI: a time, then the stream. False for nearly all others. */
export function mayBeCri(bytes: Buffer, start: number, end: number): boolean {
  // Only what has the hyphen and the T of an RFC 3339 time in place is looked at.
  if (bytes[start + 4] !== 0x2d || bytes[start + 10] !== 0x54) return false;
  const limit = Math.min(end, start + longestCriHead);
  let at = start + 11;
  while (at < limit && bytes[at] !== 0x20) at += 1;
  return bytes[at + 1] === 0x73 && bytes[at + 2] === 0x74 && bytes[at + 3] === 0x64;
}

/**
 * A line of the Kubernetes container runtime interface: `time stream P|F content`, where P says that the line goes on in
 * the next one. Source: Kubernetes KEP 1602, CRI logging format.
 */
function readText(bytes: Buffer, start: number, end: number): Piece {
  const head = mayBeCri(bytes, start, end)
    ? criHead.exec(bytes.toString('latin1', start, Math.min(end, start + longestCriHead)))
    : null;
  if (head === null) return { channel: textChannel, start, end, isJsonString: false, isCut: false };
  const [prefix, stream, tag] = head;
  const channel = `cri-${String(stream)}`;
  return { channel, start: start + prefix.length, end, isJsonString: false, isCut: tag === 'P' };
}

/** Whether a record begins as Docker's json-file driver writes one. */
export function beginsLikeDocker(bytes: Buffer, start: number, end: number): boolean {
  const to = start + dockerHead.length;
  return (
    bytes[start + 2] === 0x6c && to <= end && bytes.compare(dockerHead, 0, dockerHead.length, start, to) === 0
  );
}

/** Whether `mark` stands in `bytes`, which are searched for its end alone. */
function holdsEndingIn(bytes: Buffer, mark: Buffer, end: Buffer): boolean {
  const before = mark.length - end.length;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1))
    if (at >= before && bytes.compare(mark, 0, before, at - before, at) === 0) return true;
  return false;
}

/** How PEM blocks begin. */
export const pemBegin = Buffer.from('-----BEGIN ');
const pemBeginEnd = Buffer.from('BEGIN ');

/** Whether a PEM block begins in a frame: capitals are found ten times as fast in logs as hyphens. */
export function holdsPem(bytes: Buffer): boolean {
  return holdsEndingIn(bytes, pemBegin, pemBeginEnd);
}

/** Whether a forwarder's mark of a piece stands in some records of JSON. */
export function holdsMark(bytes: Buffer): boolean {
  return holdsEndingIn(bytes, logTag, tagEnd) || bytes.includes(partialMessage);
}

function isContainerLine(bytes: Buffer, start: number, end: number): boolean {
  return beginsLikeDocker(bytes, start, end) || holdsMark(bytes.subarray(start, end));
}

function textOf(bytes: Buffer, token: number): string {
  return bytes.toString('latin1', tokens.starts[token], tokens.ends[token]);
}

/** The tokens of the root object's values, by key. */
function rootMembers(bytes: Buffer): Map<string, number> {
  const members = new Map<string, number>();
  for (let token = 1; token < tokens.count; token += 1) {
    if (tokens.kinds[token] === tokenKind.key && tokens.parents[token] === 0)
      members.set(textOf(bytes, token).toLowerCase(), token + 1);
  }
  return members;
}

/** Whether a runtime or forwarder says that the line goes on; without a word of it, whether its newline is missing. */
function isPartial(bytes: Buffer, members: ReadonlyMap<string, number>, content: string): boolean {
  const tag = members.get('logtag');
  if (tag !== undefined) return textOf(bytes, tag).startsWith('P');
  const flag = members.get('partial_message');
  if (flag !== undefined) {
    const last = members.get('partial_last');
    return textOf(bytes, flag) === 'true' && (last === undefined || textOf(bytes, last) !== 'true');
  }
  return !content.endsWith('\\n');
}

/**
 * A line of Docker's json-file driver, `{"log":"…\n","stream":…}`, which is cut where the closing newline is missing, or
 * of a forwarder that writes `logtag` (containerd) or `partial_message` (Docker's fluentd driver).
 */
function readJson(bytes: Buffer, start: number, end: number): Piece | undefined {
  if (!isContainerLine(bytes, start, end)) return undefined;
  if (tokenizeJson(bytes, start, end, maxDepth, tokens) !== 'ok') return undefined;
  const members = rootMembers(bytes);
  const token = members.get('log') ?? members.get('message');
  if (token === undefined || tokens.kinds[token] !== tokenKind.string) return undefined;
  const stream = members.get('stream') ?? members.get('source');
  const content = textOf(bytes, token);
  const isCut = isPartial(bytes, members, content);
  const contentEnd = (tokens.ends[token] as number) - (content.endsWith('\\n') ? 2 : 0);
  const channel = `json-${stream === undefined ? '' : textOf(bytes, stream)}`;
  return {
    channel: channel.slice(0, 32),
    start: tokens.starts[token] as number,
    end: contentEnd,
    isJsonString: true,
    isCut,
  };
}

/** Reads the record `bytes[start, end)`, without its newline; undefined if it is a piece of nothing. */
export function readPiece(
  bytes: Buffer,
  start: number,
  end: number,
  format: EngineFormat,
): Piece | undefined {
  return format === 'text' ? readText(bytes, start, end) : readJson(bytes, start, end);
}
