import type { Random } from '../random.js';
import { UniqueWalk } from '../unique.js';

/** 100.64.0.0/10 (RFC 6598), last octet of three digits so that no address begins another. */
const lastOctets = 156;
const ipv4Size = 64 * 256 * lastOctets;
const groupSize = 0xf000;

function hexGroup(value: number): string {
  return (0x1000 + value).toString(16);
}

/** Addresses that no person is reached at: shared space, the documentation prefix, locally administered MACs. */
export class Network {
  readonly #random: Random;
  readonly #ipv4: UniqueWalk;
  readonly #ipv6: UniqueWalk;
  readonly #macs: UniqueWalk;

  constructor(random: Random) {
    this.#random = random;
    this.#ipv4 = new UniqueWalk('ipv4', ipv4Size, random);
    this.#ipv6 = new UniqueWalk('ipv6', groupSize * groupSize, random);
    this.#macs = new UniqueWalk('mac-address', 2 ** 32, random);
  }

  ipv4(): string {
    const index = this.#ipv4.next();
    const high = Math.floor(index / lastOctets);
    return `100.${64 + Math.floor(high / 256)}.${high % 256}.${100 + (index % lastOctets)}`;
  }

  /** In 2001:db8::/32 (RFC 3849), written in full or compressed. */
  ipv6(): string {
    const index = this.#ipv6.next();
    const first = hexGroup(Math.floor(index / groupSize));
    const last = hexGroup(index % groupSize);
    if (this.#random.chance(0.5)) return `2001:db8:${first}::${last}`;
    const middle = [0, 0, 0, 0].map(() => hexGroup(this.#random.int(groupSize))).join(':');
    return `2001:db8:${first}:${middle}:${last}`;
  }

  /** With the locally administered bit set (IEEE 802), so no maker owns it. */
  mac(): string {
    const hex = `02a0${this.#macs.next().toString(16).padStart(8, '0')}`;
    const pairs = hex.match(/../g) ?? [];
    return this.#random.chance(0.7) ? pairs.join(':') : pairs.join('-').toUpperCase();
  }
}
