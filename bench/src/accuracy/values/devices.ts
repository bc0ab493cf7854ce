import type { Faker } from '@faker-js/faker';
import type { Random } from '../random.js';
import { luhnDigit } from './checksums.js';
import { drawUntil } from './national-europe.js';

/** An address that IANA's special-purpose registry does not reserve. */
export function publicIpv4(random: Random): string {
  return drawUntil(() => {
    const [first = 0, second = 0, third = 0, fourth = 0] = Array.from({ length: 4 }, () =>
      random.int(1, 254),
    );
    const isSpecial =
      first >= 224 ||
      [10, 127, 100, 169, 172, 192, 198, 203].includes(first) ||
      (first === 1 && second === 1);
    // Small numbers throughout could as well be a version.
    return isSpecial || first < 20 ? undefined : `${first}.${second}.${third}.${fourth}`;
  });
}

/** RFC 4291 2.2 in all notations, within the ranges that regional registries have handed out. */
export function publicIpv6(random: Random): string {
  const prefix = random.pick(['2a02:8109', '2003:e4', '2600:1700', '2a01:4f8', '2001:470', '2400:cb00']);
  const group = (): string => random.int(1, 0xffff).toString(16);
  const full = `${prefix}:${[1, 2, 3, 4, 5, 6].map(group).join(':')}`;
  const short = `${prefix}:${group()}::${group()}`;
  return random.pick([full, full.toUpperCase(), short, `${prefix}:${group()}:${group()}::${group()}`]);
}

/** EUI-48, unicast; IEEE and Cisco notations. */
export function macAddress(random: Random): string {
  const first = (random.int(0, 63) * 4).toString(16).padStart(2, '0');
  const digits = first + random.hex(10);
  const pairs = digits.match(/../g) ?? [];
  return random.pick([
    pairs.join(':'),
    pairs.join(':').toUpperCase(),
    pairs.join('-').toUpperCase(),
    digits.replace(/^(.{4})(.{4})(.{4})$/, '$1.$2.$3'),
  ]);
}

/** 3GPP TS 23.003 6.2.1: type allocation code, serial number, Luhn digit. */
export function imei(random: Random): string {
  const body = random.pick(['35', '86', '01', '99']) + random.digits(12);
  return body + luhnDigit(body);
}

export function advertisingId(random: Random): string {
  return random.chance(0.5) ? random.uuid() : random.uuid().toUpperCase();
}

export function deviceId(random: Random): string {
  return random.pick([random.hex(16), random.uuid(), random.hex(32)]);
}

export function userAgent(faker: Faker): string {
  return faker.internet.userAgent();
}

/** A latitude or longitude on land in Europe, WGS 84 degrees. */
export function latitude(random: Random): string {
  return `${random.int(37, 59)}.${random.digits(random.int(4, 7))}`;
}

export function longitude(random: Random): string {
  return `${random.int(1, 24)}.${random.digits(random.int(4, 7))}`;
}
