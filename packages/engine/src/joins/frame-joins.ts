import { Buffer } from 'node:buffer';
import type { DetectorProgram, Program } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import { finish } from '../scan/finish.js';
import type { FrameScanner } from '../scan/frame-scan.js';
import { RecordScan } from '../scan/record-scan.js';
import type { RawFinding } from '../scan/raw-finding.js';
import type { FrameBytes, Limits, OpenText, WithholdReason } from '../types.js';
import { isContinuation } from './continuation.js';
import { cutTail } from './cut-tail.js';
import { readPieces } from './frame-pieces.js';
import { JoinedText } from './joined-text.js';
import { holdsPem, pemBegin, textChannel, type Piece } from './pieces.js';

/** A text is joined up to here; then it is scanned, and goes on with its last bytes as lead. */
const maxPieces = 256;
const maxJoinedBytes = 262_144;
/** What is carried on: longer than any value that a rule finds, but for PEM blocks. Bytes. */
const leadBytes = 4096;
/** Texts that grow side by side in one frame. */
const maxOpen = 16;

const pemEnd = Buffer.from('-----END ');
const nothing = Buffer.alloc(0);
/** The pieces of one text that is being gathered. */
interface Group {
  readonly channel: string;
  readonly lead: Buffer;
  /** The lead ends in the middle of a line. */
  readonly isLeadCut: boolean;
  readonly members: { readonly record: number; readonly piece: Piece }[];
  bytes: number;
  isInPem: boolean;
}

interface ForeignFinding {
  readonly detector: DetectorProgram;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/**
 * Finds what runs over several records of a frame: PEM blocks and stack traces written line by line, lines that a
 * container runtime has cut. The pieces of a text are joined and scanned as one, and each finding is split again onto the
 * records that it covers. A record is scanned alone as well: joining only ever adds findings.
 *
 * A text that goes on in the next frame is handed over as {@link OpenText}. What the next frame would have to tell about
 * the end of this one cannot be known: the value that a cut line ends in is hidden.
 */
export class FrameJoins {
  readonly #program: Program;
  readonly #scanner: FrameScanner;
  readonly #input: FrameBytes;
  readonly #limits: Limits;
  readonly #joined = new JoinedText();
  #scan: RecordScan | undefined;
  readonly #open = new Map<string, Group>();
  readonly #findings = new Map<number, ForeignFinding[]>();
  readonly #withheld = new Map<number, WithholdReason>();
  /** The records that those are about, ascending, and how many of them were passed. */
  #concerned = new Uint32Array(0);
  #next = 0;
  readonly #whole = new Map<DetectorProgram, DetectorProgram>();
  readonly #hasPem: boolean;

  constructor(program: Program, scanner: FrameScanner, input: FrameBytes, ends: Uint32Array, limits: Limits) {
    this.#program = program;
    this.#scanner = scanner;
    this.#input = input;
    this.#limits = limits;
    this.#hasPem = holdsPem(input.bytes) || (input.continues?.some(({ isInPem }) => isInPem) ?? false);
    for (const { channel, lead, isCut, isInPem } of input.continues ?? [])
      this.#open.set(channel, { channel, lead, isLeadCut: isCut, members: [], bytes: 0, isInPem });
    readPieces(input, ends, this.#hasPem || this.#open.size > 0, {
      take: (record, piece) => {
        this.#take(record, piece);
      },
      endText: () => {
        this.#closeText();
      },
    });
  }

  /** Closes all texts; returns those that go on. To be called once, before the findings are asked for. */
  finish(): readonly OpenText[] {
    const open = [...this.#open.values()].flatMap((group) => this.#close(group, true) ?? []);
    this.#open.clear();
    this.#concerned = Uint32Array.from([...this.#findings.keys(), ...this.#withheld.keys()]).sort();
    return open;
  }

  /** The first record, at `record` or behind it, about which its neighbours tell anything; infinity if there is none. */
  nextConcerned(record: number): number {
    const concerned = this.#concerned;
    while (this.#next < concerned.length && (concerned[this.#next] as number) < record) this.#next += 1;
    return concerned[this.#next] ?? Number.POSITIVE_INFINITY;
  }

  /** Adds to `scan`, which was opened on this record and scanned, what its neighbours tell about it. */
  addTo(record: number, scan: RecordScan): WithholdReason | undefined {
    const found = this.#findings.get(record);
    for (const { detector, start, end, confidence } of found ?? []) {
      const token = scan.format === 'text' ? -1 : stringTokenAt(scan, start);
      scan.findings.add(start, end, detector, false, token, token, confidence, undefined, 'counts');
    }
    // They know nothing of the JSON documents within the texts of the record.
    if (found !== undefined) finish(scan);
    return this.#withheld.get(record);
  }

  #closeText(): void {
    const group = this.#open.get(textChannel);
    if (group === undefined) return;
    this.#close(group, false);
    this.#open.delete(textChannel);
  }

  #take(record: number, piece: Piece): void {
    let group = this.#open.get(piece.channel);
    if (group !== undefined && !this.#goesOn(group, piece)) {
      this.#close(group, false);
      group = undefined;
    }
    if (group !== undefined && (group.members.length >= maxPieces || group.bytes > maxJoinedBytes)) {
      const rest = this.#close(group, true);
      group = rest && this.#begin(rest.channel, rest.lead, rest.isCut, rest.isInPem);
    }
    group ??= this.#begin(piece.channel, nothing, false, false);
    group.members.push({ record, piece });
    group.bytes += piece.end - piece.start;
    group.isInPem = this.#isInPemAfter(group, piece);
  }

  #begin(channel: string, lead: Buffer, isLeadCut: boolean, isInPem: boolean): Group {
    if (this.#open.size >= maxOpen) {
      const oldest = [...this.#open.values()][0];
      if (oldest !== undefined) this.#close(oldest, false);
      this.#open.delete(oldest?.channel ?? '');
    }
    const group = { channel, lead, isLeadCut, members: [], bytes: 0, isInPem };
    this.#open.set(channel, group);
    return group;
  }

  #isCutAtEnd(group: Group): boolean {
    return group.members.at(-1)?.piece.isCut ?? group.isLeadCut;
  }

  #goesOn(group: Group, piece: Piece): boolean {
    if (group.isInPem || this.#isCutAtEnd(group)) return true;
    return isContinuation(this.#input.bytes, piece);
  }

  #isInPemAfter(group: Group, piece: Piece): boolean {
    if (!this.#hasPem) return false;
    const content = this.#input.bytes.subarray(piece.start, piece.end);
    const begin = content.lastIndexOf(pemBegin);
    const end = content.lastIndexOf(pemEnd);
    return begin > end || (group.isInPem && end < 0);
  }

  /** Scans a text of several pieces. With `goesOn`, returns what the next frame must know if it is still open. */
  #close(group: Group, goesOn: boolean): OpenText | undefined {
    const { lead, members } = group;
    if (members.length === 0) return goesOn ? this.#carry(group, lead) : undefined;
    const isCut = this.#isCutAtEnd(group);
    const mayGoOn = goesOn && (isCut || group.isInPem);
    if (members.length < 2 && lead.length === 0 && !mayGoOn) return undefined;
    this.#join(group);
    if (members.length > 1 || lead.length > 0) this.#scanJoined(group);
    if (!mayGoOn) return undefined;
    if (isCut) this.#hideTail(group);
    return this.#carry(group, this.#joined.text);
  }

  #join(group: Group): void {
    this.#joined.reset(group.lead);
    let isCut = group.lead.length === 0 || group.isLeadCut;
    for (const { record, piece } of group.members) {
      this.#joined.append(this.#input.bytes, record, piece, !isCut);
      ({ isCut } = piece);
    }
  }

  #carry(group: Group, text: Buffer): OpenText {
    const tail = text.subarray(Math.max(0, text.length - leadBytes));
    const lead = group.isInPem ? Buffer.concat([this.#pemHead(text), tail]) : Buffer.from(tail);
    return { channel: group.channel, lead, isCut: this.#isCutAtEnd(group), isInPem: group.isInPem };
  }

  /** The BEGIN line of the block that is open at the end of `text`, unless it stands in the last bytes anyway. */
  #pemHead(text: Buffer): Buffer {
    const begin = text.lastIndexOf(pemBegin);
    if (begin < 0 || begin >= text.length - leadBytes) return nothing;
    const end = text.indexOf('\n', begin);
    return Buffer.from(text.subarray(begin, end < 0 || end > begin + 128 ? begin + 64 : end + 1));
  }

  #scanJoined(group: Group): void {
    const { text } = this.#joined;
    const scan = (this.#scan ??= new RecordScan({ ...this.#limits, maxRecordBytes: maxJoinedBytes * 2 }));
    scan.open(text, 0, text.length, 'text');
    const reason = this.#scanner.scanJoined(scan);
    if (reason !== undefined) {
      for (const { record } of group.members) this.#withheld.set(record, reason);
      return;
    }
    for (const finding of scan.findings.all()) {
      if (finding.verdict === 'counts') this.#split(finding);
    }
  }

  #split({ detector, start, end, confidence }: RawFinding): void {
    const spans = this.#joined.spansOf(start, end);
    // A part of a value is not the value: a pseudonym or a readable rest of it would say something else.
    const owner = spans.length === 1 ? detector : this.#masking(detector);
    for (const { record, ...span } of spans) this.#note(record, { detector: owner, confidence, ...span });
  }

  #note(record: number, finding: ForeignFinding): void {
    const noted = this.#findings.get(record);
    if (noted === undefined) this.#findings.set(record, [finding]);
    else noted.push(finding);
  }

  /** The same detector, but with the action mask, unless it removes the record. */
  #masking(program: DetectorProgram): DetectorProgram {
    const { action } = program.detector;
    if (action === 'mask' || action === 'discard') return program;
    let masking = this.#whole.get(program);
    if (masking === undefined) {
      masking = Object.freeze({
        ...program,
        detector: Object.freeze({ ...program.detector, action: 'mask' as const }),
      });
      this.#whole.set(program, masking);
    }
    return masking;
  }

  #hideTail(group: Group): void {
    const last = group.members.at(-1);
    if (last === undefined) return;
    const { text } = this.#joined;
    const from = cutTail(text);
    for (const { record, ...span } of this.#joined.spansOf(from, text.length))
      this.#note(record, { detector: this.#program.cut, confidence: 1, ...span });
  }
}

/** The token of the JSON string that holds the byte at `offset`; its tokens are complete. */
function stringTokenAt({ tokens, documents }: RecordScan, offset: number): number {
  // Behind the record's own tokens stand those of documents within its strings.
  let token = (documents.all[0]?.endToken ?? 0) - 1;
  while (token > 0) {
    const isString = tokens.kinds[token] === tokenKind.string;
    if (isString && (tokens.starts[token] as number) <= offset && offset < (tokens.ends[token] as number))
      break;
    token -= 1;
  }
  return token;
}
