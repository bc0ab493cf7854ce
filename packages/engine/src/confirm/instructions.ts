import type { AsciiSet } from './ascii-set.js';
import { Unreadable, type Edge, type Syntax } from './syntax.js';

/** A step of a match; `next` is the place of the step behind it. Of two ways the first is liked better. */
export type Instruction =
  | { readonly kind: 'match' }
  | { readonly kind: 'set'; readonly set: AsciiSet; readonly next: number }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly next: number }
  | { kind: 'fork'; next: number; other: number };

/** More of them would make the automaton large, and RE2 the faster one. */
const mostInstructions = 4000;

/** Place of the instruction that ends a match. */
export const matchPlace = 0;

/** A pattern as steps: the automaton of Thompson, with the ways in the order in which RE2 tries them. */
export class Instructions {
  readonly all: Instruction[] = [{ kind: 'match' }];
  readonly first: number;

  /** Throws `Unreadable` if the pattern takes too many steps. */
  constructor(syntax: Syntax) {
    this.first = this.#emit(syntax, matchPlace);
  }

  #add(instruction: Instruction): number {
    if (this.all.length === mostInstructions) throw new Unreadable();
    return this.all.push(instruction) - 1;
  }

  /** Adds the steps of `node`, which lead to `next`, and returns where they begin. */
  #emit(node: Syntax, next: number): number {
    switch (node.kind) {
      case 'set':
        return this.#add({ kind: 'set', set: node.set, next });
      case 'edge':
        return this.#add({ kind: 'edge', edge: node.edge, next });
      case 'concat':
        return node.parts.reduceRight((behind, part) => this.#emit(part, behind), next);
      case 'alternate':
        return node.branches
          .map((branch) => this.#emit(branch, next))
          .reduceRight((others, branch) => this.#add({ kind: 'fork', next: branch, other: others }));
      case 'repeat':
        return this.#emitRepeat(node, next);
    }
  }

  #emitRepeat({ of, least, most, isLazy }: Syntax & { kind: 'repeat' }, next: number): number {
    const fork = (more: number): number =>
      this.#add({ kind: 'fork', next: isLazy ? next : more, other: isLazy ? more : next });
    let begin = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop: Instruction = { kind: 'fork', next, other: next };
      begin = this.#add(loop);
      const body = this.#emit(of, begin);
      if (isLazy) loop.other = body;
      else loop.next = body;
    } else for (let count = least; count < most; count += 1) begin = fork(this.#emit(of, begin));
    for (let count = 0; count < least; count += 1) begin = this.#emit(of, begin);
    return begin;
  }
}
