import * as cells from './cells';
import { bucketBytes, entryBytes, eventOf, isAt, nextOf, put, setOf, swap, tagFor } from './memo';
import { completeOf, meetingBytes, numberOf, setEntry, unite } from './sets';
import { accepting, numberState, unknown, walk } from './walk';
import { stretchBytes } from './memory';
import { cut, hashOf, highKeyOf, lengthAt, lowKeyOf } from './words';

/** The signs that something may be encoded. */
const ofEncoded: u32 = 15;

/** What `run` returns, as in src/kernel/wasm-scan.ts: all is done, or what is lacking. */
const done: i32 = 0;
const lacksStep: i32 = 1;
const lacksNumber: i32 = 2;
const lacksStates: i32 = 3;
const lacksMemo: i32 = 4;
const lacksSet: i32 = 5;
const lacksRoom: i32 = 6;

/** Bytes of a record in which something is met: its number, its set, its first meeting, the one behind its last. */
const foundBytes: usize = 16;

/** Walks over a word that the memo does not have, and puts it there, unless something is lacking. */
function learn(state: u32, at: usize, low: v128, high: v128, length: u32, bucket: usize): i32 {
  if (load<u32>(cells.states) >= load<u32>(cells.mostStates)) return lacksStates;
  const count = load<u32>(cells.walked) + 1;
  store<u32>(cells.walked, count);
  if (count > load<u32>(cells.mostWalked)) return lacksMemo;
  const end = walk(state, at, length);
  if (end == unknown) return lacksStep;
  const next = numberState();
  if (end != accepting) {
    put(bucket, low, high, tagFor(state, length), next, 0, 0);
    return done;
  }
  store<u32>(cells.wordLength, length);
  store<u32>(cells.wordBucket, bucket as u32);
  store<u32>(cells.wordNext, next);
  v128.store(cells.wordKey, low);
  v128.store(cells.wordKey, high, 16);
  return lacksNumber;
}

/** Puts the word that was walked last into the memo, with the number of what is met in it, and the set of that. */
export function learnMet(event: u32, set: u32): void {
  const tag = tagFor(load<u32>(cells.state), load<u32>(cells.wordLength));
  const bucket = load<u32>(cells.wordBucket) as usize;
  const low = v128.load(cells.wordKey);
  const high = v128.load(cells.wordKey, 16);
  put(bucket, low, high, tag, load<u32>(cells.wordNext), event, set);
}

/** Reads what is left of the record. Something but `done`: it stopped before a word. */
function readRecord(end: usize): i32 {
  const memo = load<u32>(cells.memoAt) as usize;
  const mask = load<u32>(cells.memoMask);
  const folds = i32x4.splat(load<i32>(cells.foldsDigits));
  let at = load<u32>(cells.at) as usize;
  let state = load<u32>(cells.state);
  let meeting = (load<u32>(cells.meetingsAt) + load<u32>(cells.meetings) * meetingBytes) as u32 as usize;
  const first = meeting;
  const limit = (load<u32>(cells.meetingsAt) + load<u32>(cells.mostMeetings) * meetingBytes) as u32 as usize;
  let stretchStart = load<u32>(cells.stretchStart) as usize;
  let stretchEnd = load<u32>(cells.stretchEnd) as usize;
  let outcome = done;
  while (at < end) {
    if (at == stretchEnd) {
      stretchStart = at;
      stretchEnd = min(end, at + stretchBytes);
      cut(stretchStart, stretchEnd);
    }
    const length = lengthAt((at - stretchStart) as u32);
    const low = lowKeyOf(at, length, folds);
    const high = highKeyOf(at, length, folds);
    const tag = tagFor(state, length);
    const bucket = memo + ((((hashOf(low, high) + state) & mask) * bucketBytes) as usize);
    if (!isAt(bucket, low, high, tag)) {
      if (isAt(bucket + entryBytes, low, high, tag)) swap(bucket);
      else {
        outcome = learn(state, at, low, high, length, bucket);
        if (outcome != done) break;
        continue;
      }
    }
    if (meeting >= limit) {
      outcome = lacksRoom;
      break;
    }
    const event = load<u32>(bucket, eventOf);
    store<u32>(meeting, event);
    store<u32>(meeting, at as u32, 4);
    store<u32>(meeting, load<u32>(bucket, setOf), 8);
    meeting += event != 0 ? meetingBytes : 0;
    state = load<u32>(bucket, nextOf);
    at += length as usize;
  }
  store<u32>(cells.at, at as u32);
  store<u32>(cells.stretchStart, stretchStart as u32);
  store<u32>(cells.stretchEnd, stretchEnd as u32);
  store<u32>(cells.state, state);
  store<u32>(cells.meetings, (load<u32>(cells.meetings) + (meeting - first) / meetingBytes) as u32);
  return outcome;
}

/** Keeps the record if something in it is worth a look, and goes on to the next. */
function settle(set: u32): void {
  const entry = setEntry(set);
  const record = load<u32>(cells.record);
  const first = load<u32>(cells.settled);
  const last = load<u32>(cells.meetings);
  const isComplete = load<u32>(entry, completeOf) != 0;
  const isAsked =
    load<u32>(cells.keepsAll) != 0 || (load<u8>(load<u32>(cells.signsAt) + record) & ofEncoded) != 0;
  if (isComplete || (set != 0 && isAsked)) {
    const count = load<u32>(cells.found);
    const row = (load<u32>(cells.foundAt) as usize) + (count as usize) * foundBytes;
    store<u32>(row, record);
    store<u32>(row, load<u32>(entry, numberOf), 4);
    store<u32>(row, first, 8);
    store<u32>(row, last, 12);
    store<u32>(cells.found, count + 1);
    store<u32>(cells.settled, last);
  } else store<u32>(cells.meetings, first);
  store<u32>(cells.record, record + 1);
  openRecord();
}

/** Goes to the begin of the record. */
export function openRecord(): void {
  const record = load<u32>(cells.record);
  const input = load<u32>(cells.inputAt);
  const start = record == 0 ? 0 : load<u32>(load<u32>(cells.endsAt) + ((record - 1) << 2));
  store<u32>(cells.at, input + start);
  store<u32>(cells.stretchEnd, input + start);
  store<u32>(cells.state, 0);
  store<u32>(cells.meetings, load<u32>(cells.settled));
}

/** Goes on with the scan until it is done or something is lacking. */
export function run(): i32 {
  const count = load<u32>(cells.recordCount);
  while (load<u32>(cells.record) < count) {
    if (load<u32>(cells.found) >= load<u32>(cells.mostFound)) return lacksRoom;
    const end =
      load<u32>(cells.inputAt) + load<u32>(load<u32>(cells.endsAt) + (load<u32>(cells.record) << 2));
    const outcome = readRecord(end as usize);
    if (outcome != done) return outcome;
    const set = unite();
    if (set < 0) return lacksSet;
    settle(set as u32);
  }
  return done;
}
