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
    const list: ActionCount[] = [];
    for (let at = 0; at < this.#counts.length; at += 1) {
      const count = this.#counts[at] as number;
      if (count === 0) continue;
      const { detector } = this.#detectors[Math.floor(at / actions.length)] as DetectorProgram;
      list.push({ detector: detector.id, action: actions[at % actions.length] as Action, count });
    }
    return list;
  }
}
