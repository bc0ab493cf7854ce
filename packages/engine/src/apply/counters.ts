import type { DetectorProgram, Program } from '../compile/ruleset.js';
import { actions, type Action, type ActionCount } from '../types.js';
import type { SettledFinding } from './settle.js';

const places = Object.fromEntries(actions.map((action, at) => [action, at])) as Readonly<
  Record<Action, number>
>;

/** How often each detector acted in a frame. */
export class Counters {
  readonly #detectors: readonly DetectorProgram[];
  readonly #counts: Uint32Array;

  constructor(program: Program) {
    this.#detectors = [...program.detectors, program.cut];
    this.#counts = new Uint32Array(this.#detectors.length * actions.length);
  }

  add(finding: SettledFinding): void {
    const at = finding.detector.index * actions.length + places[finding.action];
    this.#counts[at] = (this.#counts[at] as number) + 1;
  }

  toList(): ActionCount[] {
    return this.#detectors.flatMap(({ detector: { id } }, detector) =>
      actions.flatMap((action, index) => {
        const count = this.#counts[detector * actions.length + index] as number;
        return count === 0 ? [] : [{ detector: id, action, count }];
      }),
    );
  }
}
