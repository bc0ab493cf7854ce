import type { AsciiSet } from './ascii-set.js';
import type { Instruction } from './instructions.js';

/** More bytes of a match than this are not looked at. */
const longest = 20;
/** A character takes up to so many bytes more than one. */
const further = 3;

/** What may stand at one place of a match, counted in characters. */
interface Level {
  readonly has: Uint8Array;
  isWide: boolean;
}

/** Follows what takes no character from `places`; true if a match may end there. The edges are taken to hold. */
function follow(all: readonly Instruction[], places: Iterable<number>, into: Set<number>): boolean {
  const open = [...places];
  let mayEnd = false;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (into.has(at)) continue;
    into.add(at);
    const step = all[at] as Instruction;
    if (step.kind === 'match') mayEnd = true;
    else if (step.kind === 'fork') open.push(step.next, step.other);
    else if (step.kind === 'edge') open.push(step.next);
  }
  return mayEnd;
}

/** The first characters of all matches: as many as the shortest has. */
function levelsOf(all: readonly Instruction[], first: number): Level[] {
  const levels: Level[] = [];
  let places: Iterable<number> = [first];
  while (levels.length < longest) {
    const steps = new Set<number>();
    if (follow(all, places, steps)) break;
    const level: Level = { has: new Uint8Array(256), isWide: false };
    const next = new Set<number>();
    const sets = new Set<AsciiSet>();
    for (const at of steps) {
      const step = all[at] as Instruction;
      if (step.kind !== 'set') continue;
      sets.add(step.set);
      next.add(step.next);
    }
    for (const { has, isWide } of sets) {
      for (let code = 0; code < has.length; code += 1) if (has[code] === 1) level.has[code] = 1;
      if (isWide) level.isWide = true;
    }
    levels.push(level);
    places = next;
  }
  return levels;
}

/** Stands for all bytes beyond ASCII. */
const beyond = 0x80;

/** Which bytes may be the one at `place` of a match. Characters of several bytes move what is behind them. */
function bytesAt(levels: readonly Level[], place: number): Uint8Array {
  const has = Uint8Array.from((levels[place] as Level).has);
  let moved = 0;
  for (let at = 0; at <= place; at += 1) {
    const level = levels[at] as Level;
    if (moved > 0 && place - at <= moved)
      for (let byte = 0; byte < beyond; byte += 1)
        has[byte] = (has[byte] as number) | (level.has[byte] as number);
    if (level.isWide) moved += further;
    if (level.isWide && place - at <= moved) has.fill(1, beyond);
  }
  return has;
}

/** How common a byte is in logs, roughly. */
function weightOf(byte: number): number {
  const char = String.fromCharCode(byte);
  if (/[a-z0-9 ]/.test(char)) return 8;
  return /[!-~]/.test(char) ? 2 : 0;
}
const weights = Uint8Array.from({ length: 256 }, (_, byte) => weightOf(byte));
const allWeights = weights.reduce((sum, weight) => sum + weight, 0);
/** What a try of the automaton costs, in looks at a byte. */
const costOfTry = 5;

/**
 * By how many bytes a search may leap, after Horspool: what may stand at each of the first bytes of a match is known, so a
 * byte that can stand at none of them leaps over all places in front of it.
 */
export class Leaps {
  /** Bytes of a match that are reckoned with; 0 if a match may be empty. */
  readonly length: number;
  /**
   * 1 if they are those behind its first character: that may be a long one, which would move all others, and is mostly
   * only what must not be a part of the value.
   */
  readonly lead: number;
  /** By the last byte of so many: how far on they may begin; 0 if they may be these. */
  readonly first = new Uint8Array(256);
  /** The same where they are not these: at least 1. */
  readonly next = new Uint8Array(256);

  constructor(all: readonly Instruction[], start: number) {
    const levels = levelsOf(all, start);
    this.lead = levels.length > 1 && (levels[0] as Level).isWide ? 1 : 0;
    if (this.lead === 1) levels.shift();
    const leaps = new Uint8Array(256).fill(1);
    let least = Number.POSITIVE_INFINITY;
    let length = 0;
    // Behind a part that may be longer or shorter anything may stand: then fewer bytes leap further.
    for (let place = 0; place < levels.length; place += 1) {
      const isHere = bytesAt(levels, place);
      let sum = 0;
      let tries = 0;
      for (let byte = 0; byte < 256; byte += 1) {
        sum += (weights[byte] as number) * (leaps[byte] as number);
        if (isHere[byte] === 1) tries += weights[byte] as number;
      }
      const cost = (allWeights + tries * costOfTry) / sum;
      if (cost < least) {
        least = cost;
        length = place + 1;
        this.next.set(leaps);
        this.first.set(leaps.map((leap, byte) => (isHere[byte] === 1 ? 0 : leap)));
      }
      leaps.forEach((leap, byte) => {
        leaps[byte] = isHere[byte] === 1 ? 1 : leap + 1;
      });
    }
    this.length = length;
  }
}
