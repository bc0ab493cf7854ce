import type { Random } from '../random.js';
import { at, UniqueWalk } from '../unique.js';
import * as words from './words.js';

const { firstNames, syllables, endings, cities, streets, usAreaCodes, frenchBlocks, ukBlocks } = words;

const surnames = syllables.length ** 2 * endings.length;
const usNumbers = usAreaCodes.length * 100;
const frenchNumbers = frenchBlocks.length * 10_000;
const ukNumbers = ukBlocks.length * 1_000;
const dayMs = 86_400_000;
const firstBirthDayMs = Date.UTC(1920, 0, 1);
const birthDays = 33_000;
const serials = 900_000;

/** All parts have a fixed length or form a prefix-free set, so no surname is the beginning of another. */
function surname(index: number): string {
  const head = at(syllables, index);
  const middle = at(syllables, Math.floor(index / syllables.length));
  const ending = at(endings, Math.floor(index / syllables.length ** 2));
  return `${head.charAt(0).toUpperCase()}${head.slice(1)}${middle}${ending}`;
}

function toAscii(name: string): string {
  return name.normalize('NFD').replace(/[^A-Za-z]/g, '');
}

const asciiFirstNames = firstNames.map(toAscii);
const asciiSurnames = Array.from({ length: surnames }, (_, index) => toAscii(surname(index)));

function phone(index: number): string {
  if (index < usNumbers) {
    return `+1${at(usAreaCodes, Math.floor(index / 100))}55501${String(index % 100).padStart(2, '0')}`;
  }
  const french = index - usNumbers;
  if (french < frenchNumbers) {
    return `+33${at(frenchBlocks, Math.floor(french / 10_000))}${String(french % 10_000).padStart(4, '0')}`;
  }
  const uk = french - frenchNumbers;
  return `+44${at(ukBlocks, Math.floor(uk / 1_000))}${String(uk % 1_000).padStart(3, '0')}`;
}

function birthDate(index: number): string {
  const iso = new Date(firstBirthDayMs + (index % birthDays) * dayMs).toISOString().slice(0, 10);
  const [year = '', month = '', day = ''] = iso.split('-');
  switch (Math.floor(index / birthDays)) {
    case 0:
      return iso;
    case 1:
      return `${day}.${month}.${year}`;
    default:
      return `${month}/${day}/${year}`;
  }
}

/** Invented people: names of made-up syllables, numbers that regulators keep free for fiction, reserved domains. */
export class People {
  readonly #random: Random;
  readonly #names: UniqueWalk;
  readonly #emails: UniqueWalk;
  readonly #usernames: UniqueWalk;
  readonly #phones: UniqueWalk;
  readonly #births: UniqueWalk;
  readonly #addresses: UniqueWalk;

  constructor(random: Random) {
    this.#random = random;
    this.#names = new UniqueWalk('person-name', surnames * firstNames.length, random);
    this.#emails = new UniqueWalk('email', serials, random);
    this.#usernames = new UniqueWalk('username', serials, random);
    this.#phones = new UniqueWalk('phone-e164', usNumbers + frenchNumbers + ukNumbers, random);
    this.#births = new UniqueWalk('birth-date', birthDays * 3, random);
    this.#addresses = new UniqueWalk('postal-address', surnames * 900, random);
  }

  name(): string {
    const index = this.#names.next();
    return `${at(firstNames, Math.floor(index / surnames))} ${surname(index % surnames)}`;
  }

  email(): string {
    const random = this.#random;
    const first = at(asciiFirstNames, random.int(asciiFirstNames.length));
    const last = at(asciiSurnames, random.int(surnames));
    const serial = serials / 9 + this.#emails.next();
    const host = random.pick(words.mailHosts);
    switch (random.int(4)) {
      case 0:
        return `${first}.${last}${serial}@${host}`;
      case 1:
        return `${last}_${first}+${serial}@${host}`.toLowerCase();
      case 2:
        return `${first.charAt(0)}${last}.${serial}@${host}`.toLowerCase();
      default:
        return `${first}.${last}-${serial}@${host}`.toLowerCase();
    }
  }

  username(): string {
    const last = at(asciiSurnames, this.#random.int(surnames)).toLowerCase();
    // Five base-36 digits for every serial, so that no name is the beginning of another.
    return `${last}_${(this.#usernames.next() + 36 ** 4).toString(36)}`;
  }

  phone(): string {
    return phone(this.#phones.next());
  }

  birthDate(): string {
    return birthDate(this.#births.next());
  }

  address(): string {
    const index = this.#addresses.next();
    const house = 100 + Math.floor(index / surnames);
    return `${house} ${surname(index % surnames)} ${this.#random.pick(streets)}, ${this.#random.pick(cities)}`;
  }

  deviceId(): string {
    return this.#random.chance(0.5) ? this.#random.uuid().toUpperCase() : this.#random.hex(16);
  }
}
