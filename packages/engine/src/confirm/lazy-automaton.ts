import { ByteClasses } from './byte-classes.js';
import { matchPlace, type Instruction, type Instructions } from './instructions.js';

/** Only RE2 can tell. */
export const unknown = -2;
/** A transition that was not needed yet. */
const notMade = -1;
/** Transitions and steps of states: more of them would take more memory than they are worth. */
const mostCells = 8192;
const dead = 0;
const side = { begin: 0, word: 1, other: 2 };
/** Numbers of sides, rounded up to a power of 2. */
export const sides = 4;

/** Where the automaton is: the steps that may come next, those first that are liked best, and what came before. */
interface State {
  readonly steps: readonly number[];
  readonly isBegin: boolean;
  readonly isBehindWord: boolean;
}

/**
 * A deterministic automaton that is made while it runs, as RE2's is: it says where the match that begins at a given place
 * ends, the way that the pattern likes best. It reads ASCII; where a character beyond it could be a part of the match it
 * gives up. A match is known one byte late, when what follows it has been seen.
 */
export class LazyAutomaton {
  readonly classes: ByteClasses;
  readonly #instructions: readonly Instruction[];
  readonly #states: State[] = [{ steps: [], isBegin: false, isBehindWord: false }];
  readonly #rows = new Map<string, number>();
  #cells = 0;
  /** By row and class of the next byte: twice the row that follows, and one more if a match ends in front of that byte. */
  #transitions: Int32Array;
  /** By the byte before. */
  readonly #sides: Uint8Array;
  /** By side. */
  readonly #begins: readonly number[];
  /** How many bytes the last call has read; one more than there are if it has seen the end. */
  reach = 0;

  constructor({ all, first }: Instructions) {
    this.classes = new ByteClasses(all);
    this.#instructions = all;
    this.#transitions = new Int32Array(this.classes.count * 8).fill(notMade);
    const { of: classOf, isWord } = this.classes;
    this.#sides = classOf.map((place) => (isWord[place] === true ? side.word : side.other));
    this.#begins = [
      this.#rowOf([first], true, false),
      this.#rowOf([first], false, true),
      this.#rowOf([first], false, false),
    ];
  }

  /** Where the match that begins at `at` ends, in the text from `start` up to `end`; -1 if none does. */
  endOf(bytes: Buffer, start: number, end: number, at: number): number {
    const { of: classOf, end: endClass } = this.classes;
    let transitions = this.#transitions;
    let row = this.#begins[this.sideBefore(bytes, start, at)] as number;
    let found = -1;
    let place = at;
    do {
      const next = place < end ? (classOf[bytes[place] as number] as number) : endClass;
      let transition = transitions[row + next] as number;
      if (transition < 0) {
        if (transition === notMade) transition = this.#make(row, next);
        if (transition === unknown) return unknown;
        transitions = this.#transitions;
      }
      if ((transition & 1) === 1) found = place;
      row = transition >> 1;
      place += 1;
    } while (row !== dead);
    this.reach = place - at;
    return found;
  }

  /** What stands before `at`, as far as it matters: the begin of the text, a character of a word, anything else. */
  sideBefore(bytes: Buffer, start: number, at: number): number {
    return at === start ? side.begin : (this.#sides[bytes[at - 1] as number] as number);
  }

  /** The row of a state, made if it is new; -1 if there are too many. */
  #rowOf(steps: readonly number[], isBegin: boolean, isBehindWord: boolean): number {
    if (steps.length === 0) return dead;
    const key = `${steps.join()} ${String(isBegin)} ${String(isBehindWord)}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const { count } = this.classes;
    this.#cells += count + steps.length;
    if (this.#cells > mostCells) return -1;
    const row = this.#states.push({ steps, isBegin, isBehindWord }) * count - count;
    this.#rows.set(key, row);
    if (row + count > this.#transitions.length) {
      const grown = new Int32Array(this.#transitions.length * 2).fill(notMade);
      grown.set(this.#transitions);
      this.#transitions = grown;
    }
    return row;
  }

  #make(row: number, next: number): number {
    const { classes } = this;
    const state = this.#states[row / classes.count] as State;
    const closure = new Closure(this.#instructions, classes, state, next);
    for (const step of state.steps) if (!closure.follow(step)) break;
    const to = closure.isUnknown ? -1 : this.#rowOf(closure.next, false, classes.isWord[next] === true);
    const transition = to < 0 ? unknown : to * 2 + Number(closure.isMatch);
    this.#transitions[row + next] = transition;
    return transition;
  }
}

/** All steps that a state leads to without a character, in their order, and where the next character takes them. */
class Closure {
  readonly #instructions: readonly Instruction[];
  readonly #classes: ByteClasses;
  readonly #state: State;
  readonly #class: number;
  readonly #seen = new Set<number>();
  readonly #reached = new Set<number>();
  isMatch = false;
  isUnknown = false;

  constructor(instructions: readonly Instruction[], classes: ByteClasses, state: State, next: number) {
    this.#instructions = instructions;
    this.#classes = classes;
    this.#state = state;
    this.#class = next;
  }

  get next(): number[] {
    return [...this.#reached];
  }

  /** False if what is liked less than this cannot come to pass any more. */
  follow(first: number): boolean {
    const open = [first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.#seen.has(at)) continue;
      this.#seen.add(at);
      const step = this.#instructions[at] as Instruction;
      if (step.kind === 'fork') open.push(step.other, step.next);
      else if (step.kind === 'edge') {
        if (this.#isAt(step.edge)) open.push(step.next);
      } else if (at === matchPlace) {
        this.isMatch = true;
        return false;
      } else if (step.kind === 'set') {
        if (this.#class === this.#classes.wide) {
          if (step.set.isWide) {
            this.isUnknown = true;
            return false;
          }
        } else if (step.set.has[this.#classes.codes[this.#class] as number] === 1)
          this.#reached.add(step.next);
      }
    }
    return true;
  }

  #isAt(edge: (Instruction & { kind: 'edge' })['edge']): boolean {
    const { isBegin, isBehindWord } = this.#state;
    if (edge === 'begin') return isBegin;
    if (edge === 'end') return this.#class === this.#classes.end;
    return (edge === 'word') === (isBehindWord !== this.#classes.isWord[this.#class]);
  }
}
