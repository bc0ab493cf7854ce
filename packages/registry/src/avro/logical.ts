import type { LogicalType } from './shape.js';

const msPerDay = 86_400_000;

/**
 * The text of a value of a logical type (https://avro.apache.org/docs/1.12.0/specification/#logical-types); undefined
 * where the type says nothing about this value, which is then written as its underlying type.
 */
export function logicalText(logical: LogicalType, value: unknown): string | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return numberText(logical.name, BigInt(value));
  if (!(value instanceof Uint8Array)) return undefined;
  if (logical.name === 'decimal') return decimalText(value, logical.scale);
  if (logical.name === 'duration' && value.length === 12) return durationText(Buffer.from(value));
  return logical.name === 'uuid' && value.length === 16 ? uuidText(Buffer.from(value)) : undefined;
}

function numberText(name: string, value: bigint): string | undefined {
  switch (name) {
    case 'date':
      return instant(value * BigInt(msPerDay), '')?.slice(0, 10);
    case 'time-millis':
      return instant(value, '')?.slice(11, 23);
    case 'time-micros':
      return withFraction(value, 1000n)?.slice(11, 26);
    case 'timestamp-millis':
    case 'local-timestamp-millis':
      return instant(value, zoneOf(name));
    case 'timestamp-micros':
    case 'local-timestamp-micros':
      return withFraction(value, 1000n, zoneOf(name));
    case 'timestamp-nanos':
    case 'local-timestamp-nanos':
      return withFraction(value, 1_000_000n, zoneOf(name));
    default:
      return undefined;
  }
}

function zoneOf(name: string): string {
  return name.startsWith('local-') ? '' : 'Z';
}

/** ISO 8601; undefined beyond the years that JavaScript knows. */
function instant(ms: bigint, zone: string): string | undefined {
  const date = new Date(Number(ms));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace('Z', zone);
}

/** A time in parts of a millisecond, all of whose digits are kept. */
function withFraction(value: bigint, perMs: bigint, zone = ''): string | undefined {
  const rest = ((value % perMs) + perMs) % perMs;
  const whole = instant((value - rest) / perMs, '');
  return whole === undefined
    ? undefined
    : `${whole}${String(rest).padStart(String(perMs).length - 1, '0')}${zone}`;
}

function decimalText(bytes: Uint8Array, scale: number): string | undefined {
  if (bytes.length === 0 || bytes.length > 1024 || scale > 1024) return undefined;
  const unscaled = BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** ISO 8601, from months, days and milliseconds as little-endian 32-bit numbers. */
function durationText(bytes: Buffer): string {
  const [months, days, ms] = [0, 4, 8].map((at) => bytes.readUInt32LE(at));
  return `P${String(months)}M${String(days)}DT${String((ms ?? 0) / 1000)}S`;
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
