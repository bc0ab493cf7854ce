import { Buffer } from 'node:buffer';
import { bytesIn, letterSet, without, type ByteSet } from './byte-tree.js';
import type { Positions } from './positions.js';

const alnum = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** What may stand before a name: whatever is no letter or digit, so also what casing styles put between words. */
export const noAlnum: ByteSet = without(bytesIn(alnum));
/** What may stand between the letters of a name, or behind them: separators, and brackets of a form's path. */
export const betweenLetters: ByteSet = bytesIn('_ .-[]');

/** A character, or the two that `toLowerCase` makes of one, U+0130. */
const letterShape = /i\u0307|[^]/gu;

/** What else `toLowerCase` makes each letter of, beyond ASCII: of Σ it makes ς at the end of a word. */
let byLower: Map<string, string[]> | undefined;

function otherWritingsOf(letter: string): readonly string[] {
  if (byLower === undefined) {
    byLower = new Map([
      ['ς', ['Σ']],
      ['i\u0307', ['I\u0307']],
    ]);
    for (let code = 0x80; code < 0x20000; code += 1) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const char = String.fromCodePoint(code);
      const lower = char.toLowerCase();
      if (lower === char) continue;
      const known = byLower.get(lower);
      if (known === undefined) byLower.set(lower, [char]);
      else known.push(char);
    }
  }
  return byLower.get(letter) ?? [];
}

interface Node {
  /** Positions behind which a name may go on. */
  readonly out: readonly number[];
  readonly children: Map<string, Node>;
}

/**
 * Names of fields, normalised, as a tree of positions: each letter in any case, between them whatever styles put there.
 */
export class NameTree {
  readonly #positions: Positions;
  readonly #root: Node;

  constructor(positions: Positions) {
    this.#positions = positions;
    const before = [positions.place(noAlnum)];
    positions.first.push(...before);
    this.#root = { out: before, children: new Map() };
  }

  /** Adds a name; returns the positions behind which it is complete. */
  add(name: string): readonly number[] {
    let node = this.#root;
    for (const [letter] of name.matchAll(letterShape)) {
      let child = node.children.get(letter);
      if (child === undefined) {
        child = this.#grow(node, letter);
        node.children.set(letter, child);
      }
      node = child;
    }
    return node.out;
  }

  #grow(parent: Node, letter: string): Node {
    const positions = this.#positions;
    const last: number[] = [];
    const isAscii = letter < '\u0080' && letter.length === 1;
    if (isAscii) {
      const position = positions.place(letterSet(letter.charCodeAt(0), true));
      positions.link(parent.out, [position]);
      last.push(position);
    }
    const others = otherWritingsOf(letter);
    for (const writing of isAscii ? others : [letter, ...others]) {
      let before = parent.out;
      for (const byte of Buffer.from(writing)) {
        const position = positions.place(letterSet(byte, false));
        positions.link(before, [position]);
        before = [position];
      }
      last.push(...before);
    }
    const between = positions.place(betweenLetters);
    positions.link([...last, between], [between]);
    return { out: [...last, between], children: new Map() };
  }
}
