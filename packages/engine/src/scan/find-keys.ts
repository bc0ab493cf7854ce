import type { KeyTable } from '../compile/key-table.js';
import type { DetectorProgram } from '../compile/ruleset.js';
import { tokenKind } from '../formats/json-tokens.js';
import type { WithholdReason } from '../types.js';
import { ActingKeys } from './acting-keys.js';
import { ActiveFields, addLeaf } from './add-leaf.js';
import type { JsonDocument } from './documents.js';
import { keyRole } from './key-role.js';
import { RecordKeys } from './record-keys.js';
import type { RecordScan } from './record-scan.js';
import { ValueNames } from './value-names.js';

const nobody = (): void => undefined;

/**
 * Walks the tokens of the JSON in a record and finds the values of named fields. Tokens stand in document order, so what
 * belongs to a container's path is still in place when its children are reached.
 */
class KeyWalk {
  readonly #path: number[] = [];
  readonly #active = new ActiveFields();
  /** Per container token: how much of `path` and `active` holds for its children. */
  #pathLengths = new Int32Array(256);
  #activeLengths = new Int32Array(256);
  /** Per container token, 1: a name of its own leads to it, or to something around it. */
  #isNamedAt = new Uint8Array(256);
  readonly #recordKeys = new RecordKeys();
  readonly #acting = new ActingKeys();
  readonly #names = new ValueNames();
  /** By the token of the string they stand in. */
  readonly #documents = new Map<number, JsonDocument[]>();
  #scope = 0;
  #isObject = false;
  /** The walk that follows the names of values: it reports only what those lead to. */
  #followsNames = false;
  #isNamed = false;
  readonly #report = (detector: DetectorProgram): void => {
    if (this.#followsNames && !this.#isNamed) return;
    // The object beside a name is part of how its value is written (`{"stringValue":…}`).
    if (detector.detector.scalarsOnly && this.#isObject && !this.#isNamed) return;
    this.#active.add(detector, this.#scope);
  };

  /** `isFast`: by what was noted of the keys, and without a walk where a few keys tell all. */
  run(keys: KeyTable<DetectorProgram>, scan: RecordScan, isFast: boolean): WithholdReason | undefined {
    const { count } = scan.tokens;
    if (count === 0) return undefined;
    this.#recordKeys.read(keys, scan, isFast);
    const names = this.#names.read(scan, this.#recordKeys);
    if (names === 'scan_budget') return names;
    // The one document of a text record has names before it.
    const isPlainJson = scan.format === 'json' && scan.documents.all.length === 1;
    if (isFast && names === 'none' && isPlainJson) return this.#acting.run(keys, scan, this.#recordKeys);
    this.#reserve(count);
    this.#followsNames = false;
    const reason = this.#recordKeys.actingCount > 0 ? this.#walk(keys, scan) : undefined;
    if (reason !== undefined || names === 'none') return reason;
    this.#followsNames = true;
    return this.#walk(keys, scan);
  }

  #walk(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
    const { count, kinds, parents } = scan.tokens;
    this.#groupDocuments(scan);
    const hasDocuments = this.#documents.size > 0;
    let pathLength = 0;
    let isFieldValue = false;
    for (let token = 0; token < count; token += 1) {
      const kind = kinds[token];
      if (!isFieldValue) {
        const parent = parents[token] as number;
        pathLength = parent < 0 ? this.#enter(keys, scan, token) : (this.#pathLengths[parent] as number);
        this.#active.count = parent < 0 ? 0 : (this.#activeLengths[parent] as number);
        if (parent >= 0) this.#isNamed = this.#isNamedAt[parent] === 1;
      }
      isFieldValue = kind === tokenKind.key;
      if (isFieldValue) {
        this.#scope = token + 1;
        this.#isObject = kinds[token + 1] === tokenKind.object;
        pathLength = this.#followsNames
          ? this.#visitNamed(keys, scan, token, pathLength)
          : this.#visitKey(keys, token, pathLength);
      } else if (kind === tokenKind.object || kind === tokenKind.array) {
        this.#pathLengths[token] = pathLength;
        this.#activeLengths[token] = this.#active.count;
        this.#isNamedAt[token] = this.#isNamed ? 1 : 0;
      } else {
        if (hasDocuments && kind === tokenKind.string) this.#leavePath(token, pathLength);
        if (this.#active.count > 0 && !addLeaf(scan, token, this.#active)) return 'scan_budget';
      }
    }
    return undefined;
  }

  /** In place of the key `value`, each name of it; the last one visited leads on to what lies below. */
  #visitNamed(keys: KeyTable<DetectorProgram>, scan: RecordScan, key: number, pathLength: number): number {
    const { role } = this.#recordKeys.at(key);
    const object = scan.tokens.parents[key] as number;
    let name = role === keyRole.value ? this.#names.lastNameIn(object) : -1;
    if (name < 0) {
      if (this.#isNamed && role === keyRole.wrapper) return pathLength;
      return this.#visitKey(keys, key, pathLength);
    }
    this.#isNamed = true;
    let below = pathLength;
    for (; name >= 0; name = this.#names.nameBefore(name))
      below = this.#visitName(keys, scan, name, pathLength);
    return below;
  }

  /** Makes room for what is noted of so many tokens. */
  #reserve(count: number): void {
    if (count <= this.#pathLengths.length) return;
    this.#pathLengths = new Int32Array(count * 2);
    this.#activeLengths = new Int32Array(count * 2);
    this.#isNamedAt = new Uint8Array(count * 2);
  }

  #groupDocuments(scan: RecordScan): void {
    if (this.#documents.size > 0) this.#documents.clear();
    if (scan.documents.areNone && scan.documents.all.length < 2) return;
    for (const document of scan.documents.all) {
      if (document.text < 0) continue;
      const others = this.#documents.get(document.text);
      if (others === undefined) this.#documents.set(document.text, [document]);
      else others.push(document);
    }
  }

  /** The names that lead to a document within a text: those to the text, and the key before it. */
  #enter(keys: KeyTable<DetectorProgram>, scan: RecordScan, root: number): number {
    const document = scan.documents.all[scan.tokens.documents[root] as number] as JsonDocument;
    const { path, keyInPool, keyStart, keyEnd } = document;
    this.#isNamed = document.isNamed;
    for (const [at, id] of path.entries()) this.#path[at] = id;
    if (keyStart === keyEnd) return path.length;
    const { bytes } = scan.source(keyInPool);
    return keys.visitText(bytes, keyStart, keyEnd, this.#path, path.length, nobody);
  }

  /** Notes how the documents in a string are reached; their tokens come later. */
  #leavePath(token: number, pathLength: number): void {
    const inside = this.#documents.get(token);
    if (inside === undefined) return;
    for (const document of inside) {
      document.path.splice(0, document.path.length, ...this.#path.slice(0, pathLength));
      document.isNamed = this.#isNamed;
    }
  }

  /** Looks at a key. */
  #visitKey(keys: KeyTable<DetectorProgram>, token: number, pathLength: number): number {
    return keys.visitNames(this.#recordKeys.at(token).names, this.#path, pathLength, this.#report);
  }

  /** Looks at a text as the name of the value which `scope` stands for. */
  #visitName(keys: KeyTable<DetectorProgram>, scan: RecordScan, token: number, pathLength: number): number {
    const { textInPool, textStarts, textEnds } = scan.tokens;
    const { bytes } = scan.source(textInPool[token]);
    const start = textStarts[token] as number;
    return keys.visit(bytes, start, textEnds[token] as number, this.#path, pathLength, this.#report);
  }
}

const walk = new KeyWalk();

/** Adds to `scan`, whose tokens are complete, what detectors find by field name: the reference. */
export function findKeys(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
  return walk.run(keys, scan, false);
}

/** The same, faster. */
export function findKeysFast(keys: KeyTable<DetectorProgram>, scan: RecordScan): WithholdReason | undefined {
  return walk.run(keys, scan, true);
}
