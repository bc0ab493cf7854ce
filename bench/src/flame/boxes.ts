import type { Flame } from './fold.js';
import type { Part } from './parts.js';

/** A frame of the picture. */
export interface Box {
  readonly name: string;
  readonly file: string;
  readonly part: Part;
  /** Ends on the axis of time, in per cent of all. */
  readonly from: number;
  readonly to: number;
  /** 0 for the lowest row. */
  readonly depth: number;
}

/** Lays a flame graph out, the root left out: callers below what they call. Frames below `leastPercent` are dropped. */
export function boxesOf(root: Flame, leastPercent: number): Box[] {
  const boxes: Box[] = [];
  const place = (flames: readonly Flame[], start: number, depth: number): void => {
    let from = start;
    for (const { name, file, part, totalMs, children } of flames) {
      const width = (totalMs / root.totalMs) * 100;
      if (width >= leastPercent) {
        boxes.push({ name, file, part, from, to: from + width, depth });
        place(children, from, depth + 1);
      }
      from += width;
    }
  };
  place(root.children, 0, 0);
  return boxes;
}

/** What a box says in so many characters: all, without its file, the begin of the name, or nothing. */
export function labelOf({ name, file, from, to }: Box, most: number): string {
  const percent = `${(to - from).toFixed(1)} %`;
  const short = name === '' ? file : name;
  const texts = [
    [name, file, percent].filter((text) => text !== '').join('  '),
    `${short}  ${percent}`,
    short,
  ];
  const fitting = texts.find((text) => text.length <= most);
  if (fitting !== undefined) return fitting;
  return most < 5 ? '' : `${short.slice(0, most - 1)}…`;
}
