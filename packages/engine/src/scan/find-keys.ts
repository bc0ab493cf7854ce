import type { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import type { WithholdReason } from '../types.js';
import type { RecordScan } from './record-scan.js';
import { ValueNames } from './value-names.js';

/** A detector that acts on everything below a field; `scope` is the token of the field's value. */
interface ActiveField {
  readonly detector: DetectorProgram;
  readonly scope: number;
}

/**
 * Walks the tokens of a JSON record and finds the values of named fields. Tokens stand in document order, so what
 * belongs to a container's path is still in place when its children are reached.
 */
class KeyWalk {
  readonly #path: number[] = [];
  readonly #active: ActiveField[] = [];
  /** Per container token: how much of `path` and `active` holds for its children. */
  readonly #pathLengths: number[] = [];
  readonly #activeLengths: number[] = [];
  /** Per container token: whether a name of its own leads to it, or to something around it. */
  readonly #isNamedAt: boolean[] = [];
  readonly #names = new ValueNames();
  #activeLength = 0;
  #scope = 0;
  /** The walk that follows the names of values: it reports only what those lead to. */
  #followsNames = false;
  #isNamed = false;
  readonly #report = (detector: DetectorProgram): void => {
    if (this.#followsNames && !this.#isNamed) return;
    this.#active[this.#activeLength] = { detector, scope: this.#scope };
    this.#activeLength += 1;
  };

  run(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
    const names = this.#names.read(scan);
    if (names === 'scan_budget') return names;
    this.#followsNames = false;
    const reason = this.#walk(keys, scan);
    if (reason !== undefined || names === 'none') return reason;
    this.#followsNames = true;
    return this.#walk(keys, scan);
  }

  #walk(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
    const { tokens } = scan;
    let pathLength = 0;
    for (let token = 0; token < tokens.count; token += 1) {
      const parent = tokens.parents[token] as number;
      const kind = tokens.kinds[token];
      const isFieldValue = token > 0 && tokens.kinds[token - 1] === tokenKind.key;
      if (!isFieldValue) {
        pathLength = parent < 0 ? 0 : (this.#pathLengths[parent] as number);
        this.#activeLength = parent < 0 ? 0 : (this.#activeLengths[parent] as number);
        this.#isNamed = parent < 0 ? false : (this.#isNamedAt[parent] as boolean);
      }
      if (kind === tokenKind.key) {
        this.#scope = token + 1;
        pathLength = this.#followsNames
          ? this.#visitNamed(keys, scan, token, pathLength)
          : this.#visit(keys, scan, token, pathLength);
      } else if (kind === tokenKind.object || kind === tokenKind.array) {
        this.#pathLengths[token] = pathLength;
        this.#activeLengths[token] = this.#activeLength;
        this.#isNamedAt[token] = this.#isNamed;
      } else if (this.#activeLength > 0 && !this.#addLeaf(scan, token)) return 'scan_budget';
    }
    return undefined;
  }

  /** In place of the key `value`, each name of it; the last one visited leads on to what lies below. */
  #visitNamed(keys: KeyTable<DetectorProgram>, scan: RecordScan, key: number, pathLength: number): number {
    let name = this.#names.nameOf(scan, key);
    if (name < 0) {
      if (this.#isNamed && this.#names.isWrapper(scan, key)) return pathLength;
      return this.#visit(keys, scan, key, pathLength);
    }
    this.#isNamed = true;
    let below = pathLength;
    for (; name >= 0; name = this.#names.nameBefore(name)) below = this.#visit(keys, scan, name, pathLength);
    return below;
  }

  /** Looks at the text of a key, or of a name, as that of the value which `scope` stands for. */
  #visit(keys: KeyTable<DetectorProgram>, scan: RecordScan, token: number, pathLength: number): number {
    const { tokens, decoded } = scan;
    const start = tokens.starts[token] as number;
    const end = tokens.ends[token] as number;
    if (tokens.escaped[token] === 0)
      return keys.visit(scan.bytes, start, end, this.#path, pathLength, this.#report);
    decoded.decode(scan.bytes, start, end);
    return keys.visit(decoded.text, 0, decoded.text.length, this.#path, pathLength, this.#report);
  }

  #addLeaf(scan: RecordScan, token: number): boolean {
    const { tokens } = scan;
    const start = tokens.starts[token] as number;
    const end = tokens.ends[token] as number;
    if (start === end || tokens.kinds[token] === tokenKind.null) return true;
    for (let at = 0; at < this.#activeLength; at += 1) {
      const { detector, scope } = this.#active[at] as ActiveField;
      if (!scan.add({ start, end, detector, byKey: true, token, scope })) return false;
    }
    return true;
  }
}

const walk = new KeyWalk();

/** Adds to `scan`, whose tokens are complete, what detectors find by field name. */
export function findKeys(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
  return keys.isEmpty ? undefined : walk.run(keys, scan);
}
