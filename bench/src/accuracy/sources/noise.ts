import type { Mark } from '../pieces.js';
import type { Random } from '../random.js';
import { timestamp } from '../values/dates.js';
import type { Value, World } from '../world.js';
import { type Field, fieldOf } from '../shapes/fields.js';

/** Fields that say nothing about anyone, many with names close to those that do. */
const fields: readonly (readonly [words: string, value: (random: Random) => Value])[] = [
  ['request id', (r) => r.uuid()],
  ['duration ms', (r) => r.int(1, 9000)],
  ['status', (r) => r.pick([200, 201, 400, 404, 500])],
  ['version', (r) => `${r.int(0, 9)}.${r.int(0, 30)}.${r.int(0, 12)}`],
  ['order id', (r) => `ORD-2026-${r.digits(7)}`],
  ['amount', (r) => r.int(100, 99_999) / 100],
  ['currency', (r) => r.pick(['EUR', 'USD', 'CHF'])],
  ['trace id', (r) => r.hex(32)],
  ['retry count', (r) => r.int(0, 5)],
  ['created at', (r) => timestamp(r).toISOString()],
  ['email verified', (r) => r.chance(0.5)],
  ['phone type', () => 'mobile'],
  ['password expired', (r) => r.chance(0.5)],
  ['card brand', (r) => r.pick(['visa', 'mastercard', 'amex'])],
  ['address count', (r) => r.int(0, 4)],
  ['token type', () => 'Bearer'],
  ['ip version', (r) => r.pick([4, 6])],
  ['service name', (r) => r.pick(['orders', 'billing', 'checkout-api'])],
  ['file name', (r) => `report-${r.int(1, 99)}.pdf`],
  ['host name', (r) => `ip-host-${r.int(1, 99)}.internal`],
  ['epoch', (r) => timestamp(r).getTime()],
  ['commit', (r) => r.hex(40)],
  ['session count', (r) => r.int(1, 50)],
  ['locale', (r) => r.pick(['de-DE', 'en-GB', 'fr-FR'])],
  ['cache key', (r) => `orders:v2:${r.int(1, 99_999)}`],
  ['queue name', () => 'mail-outbound'],
  ['key count', (r) => r.int(1, 400)],
  ['partition', (r) => r.int(0, 47)],
  ['offset', (r) => r.int(1_000_000, 99_999_999)],
  ['weight kb', (r) => r.int(1, 900)],
];

/** A user's number in our own database: an identifier to some, a key to others. */
const userId: readonly [words: string, value: (random: Random) => Value, mark: Mark] = [
  'user id',
  (r) => r.int(1, 99_999),
  'optional',
];

export function noiseFields(world: World, count: number): Field[] {
  const { random } = world;
  const picked = random.pickSome(fields, count).map(([words, value]) => fieldOf(words, value(random)));
  return random.chance(0.2) ? [...picked, fieldOf(userId[0], userId[1](random), userId[2])] : picked;
}
