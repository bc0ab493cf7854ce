import type { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import type { WithholdReason } from '../types.js';
import { ActiveFields, addLeaf } from './add-leaf.js';
import type { RecordKeys } from './record-keys.js';
import type { RecordScan } from './record-scan.js';

/**
 * Finds the values of named fields in JSON without documents in its texts and without values that are named by texts: it looks at
 * the keys alone on which somebody acts, and at what stands below them.
 */
export class ActingKeys {
  readonly #active = new ActiveFields();
  readonly #path: number[] = [];
  #pathLength = 0;
  /** The container of which `path` says what leads to it. */
  #pathOf = -1;
  readonly #parents: number[] = [];
  #value = 0;
  #isObject = false;
  readonly #report = (detector: DetectorProgram): void => {
    if (!this.#isObject || !detector.detector.scalarsOnly) this.#active.add(detector, this.#value);
  };

  run(keys: KeyTable<DetectorProgram>, scan: RecordScan, recordKeys: RecordKeys): WithholdReason | undefined {
    const { acting, actingCount } = recordKeys;
    this.#pathOf = -1;
    for (let at = 0; at < actingCount; at += 1) {
      const token = acting[at] as number;
      const { names } = recordKeys.at(token);
      this.#value = token + 1;
      this.#isObject = scan.tokens.kinds[token + 1] === tokenKind.object;
      this.#active.count = 0;
      if (names.needsPath) this.#readPath(scan, scan.tokens.parents[token] as number, recordKeys);
      keys.visitNames(names, this.#path, names.needsPath ? this.#pathLength : 0, this.#report);
      // What stands in `path` now may be the names of this key.
      if (!names.needsPath) this.#pathOf = -1;
      if (this.#active.count > 0 && !this.#addLeaves(scan, token + 1)) return 'scan_budget';
    }
    return undefined;
  }

  /** Reads the names that lead to what stands in a container. */
  #readPath({ tokens }: RecordScan, container: number, recordKeys: RecordKeys): void {
    if (container === this.#pathOf) return;
    const { kinds, parents } = tokens;
    let count = 0;
    // A key is followed at once by its value.
    for (let at = container; at > 0; at = parents[at] as number)
      if (kinds[at - 1] === tokenKind.key) this.#parents[count++] = at - 1;
    let length = 0;
    while (count > 0) {
      count -= 1;
      for (const part of recordKeys.at(this.#parents[count] as number).names.parts)
        this.#path[length++] = part;
    }
    this.#pathLength = length;
    this.#pathOf = container;
  }

  #addLeaves(scan: RecordScan, value: number): boolean {
    const { kinds, starts, ends, count } = scan.tokens;
    if ((kinds[value] as number) < tokenKind.object) return addLeaf(scan, value, this.#active);
    const end = ends[value] as number;
    for (let token = value + 1; token < count && (starts[token] as number) < end; token += 1) {
      const kind = kinds[token] as number;
      if (kind === tokenKind.key || kind >= tokenKind.object) continue;
      if (!addLeaf(scan, token, this.#active)) return false;
    }
    return true;
  }
}
