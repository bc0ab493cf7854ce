import type { KeyTable } from '../compile/key-table.js';
import { tokenKind } from '../formats/json-tokens.js';
import { jsonKernel } from '../kernel/json-kernel.js';
import { knownKeysOf, type KnownKey, type KnownKeys } from './known-keys.js';
import type { RecordScan } from './record-scan.js';

/** The keys of one record. */
export class RecordKeys {
  readonly #byToken: KnownKey[] = [];
  readonly #kernel = jsonKernel();
  /** The roles of all keys together, as bits. */
  roles = 0;
  /** The tokens of the keys on which somebody acts, perhaps below others only. */
  actingCount = 0;
  acting = new Uint32Array(64);

  /** Reads the complete tokens of `scan`; with `byNumbers` without a look at keys that the kernel knows. */
  read<Owner>(table: KeyTable<Owner>, scan: RecordScan, byNumbers: boolean): void {
    const { count, kinds, keyNumbers } = scan.tokens;
    const known = knownKeysOf(table);
    known.follow(this.#kernel?.generation ?? 0);
    const { byNumber } = known;
    const byToken = this.#byToken;
    let roles = 0;
    this.actingCount = 0;
    while (byToken.length < count) byToken.push(known.none);
    for (let token = 0; token < count; token += 1) {
      if (kinds[token] !== tokenKind.key) continue;
      const number = byNumbers ? (keyNumbers[token] as number) : 0;
      const key = byNumber[number] ?? this.#find(known, scan, token);
      byToken[token] = key;
      roles |= key.role;
      if (key.names.mayAct) this.#addActing(token);
    }
    this.roles = roles;
  }

  /** What the key token `token` says. */
  at(token: number): KnownKey {
    return this.#byToken[token] as KnownKey;
  }

  /** Looks at the bytes of a key, and has the kernel know it from now on. */
  #find<Owner>(known: KnownKeys<Owner>, scan: RecordScan, token: number): KnownKey {
    const { textInPool, textStarts, textEnds, inPool, starts, ends, keyNumbers, escaped } = scan.tokens;
    const bytes = textInPool[token] === 1 ? scan.pool.bytes : scan.bytes;
    const key = known.find(bytes, textStarts[token] as number, textEnds[token] as number);
    if (inPool[token] === 1 || escaped[token] === 1) return key;
    let number = keyNumbers[token] as number;
    if (number === 0)
      number = this.#kernel?.learnKey(scan.bytes, starts[token] as number, ends[token] as number) ?? 0;
    if (number > 0) known.note(number, key);
    return key;
  }

  #addActing(token: number): void {
    if (this.actingCount === this.acting.length) {
      const grown = new Uint32Array(this.actingCount * 2);
      grown.set(this.acting);
      this.acting = grown;
    }
    this.acting[this.actingCount] = token;
    this.actingCount += 1;
  }
}
