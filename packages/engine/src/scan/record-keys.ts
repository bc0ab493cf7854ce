import type { KeyTable } from '../compile/key-table.js';
import { tokenKind } from '../formats/json-tokens.js';
import { knownKeysOf, type KnownKey } from './known-keys.js';
import type { RecordScan } from './record-scan.js';

/** The keys of one record. */
export class RecordKeys {
  readonly #byToken: KnownKey[] = [];
  /** The roles of all keys together, as bits. */
  roles = 0;
  /** Somebody acts on one of the keys, perhaps below others only. */
  mayAct = false;

  /** Reads the complete tokens of `scan`. */
  read<Owner>(table: KeyTable<Owner>, scan: RecordScan): void {
    const { count, kinds, textInPool, textStarts, textEnds } = scan.tokens;
    const known = knownKeysOf(table);
    const written = scan.bytes;
    const decoded = scan.pool.bytes;
    const byToken = this.#byToken;
    let roles = 0;
    let mayAct = false;
    while (byToken.length < count) byToken.push(known.none);
    for (let token = 0; token < count; token += 1) {
      if (kinds[token] !== tokenKind.key) continue;
      const bytes = textInPool[token] === 1 ? decoded : written;
      const key = known.find(bytes, textStarts[token] as number, textEnds[token] as number);
      byToken[token] = key;
      roles |= key.role;
      mayAct ||= key.names.mayAct;
    }
    this.roles = roles;
    this.mayAct = mayAct;
  }

  /** What the key token `token` says. */
  at(token: number): KnownKey {
    return this.#byToken[token] as KnownKey;
  }
}
