import {
  type Faker,
  Faker as FakerInstance,
  base,
  de,
  de_AT,
  de_CH,
  en,
  en_GB,
  en_US,
  es,
  fr,
  it,
  nl,
  pl,
  pt_PT,
  sv,
} from '@faker-js/faker';
import type { Random } from '../random.js';
import type { SetName } from '../world.js';

/** Countries of people and places; the held-out set lives elsewhere than the one that rules are tuned on. */
const locales = {
  tune: [
    [de, en, base],
    [en_US, en, base],
    [fr, en, base],
    [nl, en, base],
    [es, en, base],
  ],
  'held-out': [
    [de_AT, de, en, base],
    [en_GB, en, base],
    [it, en, base],
    [pl, en, base],
    [sv, en, base],
    [pt_PT, en, base],
    [de_CH, de, en, base],
  ],
} as const;

export function createFakers(random: Random, set: SetName): readonly Faker[] {
  return locales[set].map((locale) => new FakerInstance({ locale: [...locale], randomizer: random.source }));
}

export interface Name {
  readonly first: string;
  readonly last: string;
}

export function personName(faker: Faker): Name {
  return { first: faker.person.firstName(), last: faker.person.lastName() };
}

const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();

/** Reserved example domains are left out: rules may allow them. */
const mailDomains = {
  tune: ['gmail.com', 'gmx.de', 'web.de', 'outlook.com', 'orange.fr', 'xs4all.nl', 'yahoo.es', 'posteo.de'],
  'held-out': [
    'icloud.com',
    'aon.at',
    'bluewin.ch',
    'libero.it',
    'wp.pl',
    'telia.se',
    'btinternet.com',
    'mail.co.uk',
  ],
} as const;

export function email(random: Random, faker: Faker, set: SetName): string {
  const { first, last } = personName(faker);
  const [a, b] = [ascii(first) || 'anna', ascii(last) || 'meier'];
  const local = random.pick([
    `${a}.${b}`,
    `${a}${random.int(1, 99)}`,
    `${a.slice(0, 1)}.${b}+shop`,
    `${b}_${a}`,
    `${a}-${b}`,
  ]);
  const company = `${random.pick(['mail.', ''])}${ascii(faker.person.lastName()) || 'nord'}-${random.pick(['gmbh.de', 'group.com', 'consulting.eu', 'studio.io'])}`;
  // RFC 6531 and RFC 5890: other letters than ASCII on either side of the @.
  if (random.chance(0.05))
    return `${random.pick(['jörg', 'zoë', 'renée'])}.${b}@${random.pick(['bücher-nord.de', 'müller-tee.de'])}`;
  return `${local}@${random.chance(0.75) ? random.pick(mailDomains[set]) : company}`;
}

type Draw = (random: Random) => string;

/** National numbering plans: ranges in use, written as people and programs write them. */
const phones: Readonly<
  Record<SetName, readonly { readonly code: string; readonly trunk: string; readonly draw: Draw }[]>
> = {
  tune: [
    {
      code: '49',
      trunk: '0',
      draw: (r) => `${r.pick(['151', '152', '160', '170', '171', '176'])} ${r.int(2, 9)}${r.digits(7)}`,
    },
    {
      code: '49',
      trunk: '0',
      draw: (r) => `${r.pick(['30', '40', '89', '221'])} ${r.int(2, 8)}${r.digits(6)}`,
    },
    { code: '1', trunk: '', draw: (r) => usNumber(r, ['212', '415', '312', '617', '206', '305']) },
    {
      code: '33',
      trunk: '0',
      draw: (r) => `6 ${r.int(10, 89)} ${r.digits(2)} ${r.digits(2)} ${r.digits(2)}`,
    },
    { code: '31', trunk: '0', draw: (r) => `6 ${r.int(1, 5)}${r.digits(7)}` },
    { code: '34', trunk: '', draw: (r) => `6${r.int(10, 89)} ${r.digits(3)} ${r.digits(3)}` },
  ],
  'held-out': [
    {
      code: '49',
      trunk: '0',
      draw: (r) => `${r.pick(['157', '159', '162', '172', '175', '179'])} ${r.int(2, 9)}${r.digits(6)}`,
    },
    {
      code: '44',
      trunk: '0',
      draw: (r) => `7${r.pick(['4', '5', '7', '8', '9'])}${r.int(10, 99)} ${r.digits(6)}`,
    },
    { code: '44', trunk: '0', draw: (r) => `20 7${r.int(100, 899)} ${r.digits(4)}` },
    { code: '43', trunk: '0', draw: (r) => `${r.pick(['664', '676', '699'])} ${r.int(1, 9)}${r.digits(6)}` },
    {
      code: '41',
      trunk: '0',
      draw: (r) => `${r.pick(['76', '78', '79'])} ${r.int(200, 899)} ${r.digits(2)} ${r.digits(2)}`,
    },
    {
      code: '39',
      trunk: '',
      draw: (r) => `3${r.pick(['28', '33', '40', '47', '49'])} ${r.int(1, 9)}${r.digits(6)}`,
    },
    {
      code: '48',
      trunk: '',
      draw: (r) => `${r.pick(['501', '512', '600', '694'])} ${r.digits(3)} ${r.digits(3)}`,
    },
    {
      code: '46',
      trunk: '0',
      draw: (r) => `${r.pick(['70', '73', '76'])} ${r.int(200, 899)} ${r.digits(2)} ${r.digits(2)}`,
    },
    { code: '1', trunk: '', draw: (r) => usNumber(r, ['303', '404', '503', '646', '702', '919']) },
  ],
};

function usNumber(random: Random, areas: readonly string[]): string {
  return `${random.pick(areas)}-${random.int(2, 9)}${random.int(20, 49)}-${random.digits(4)}`;
}

/** With the country's code: recognisable anywhere. */
export function internationalPhone(random: Random, set: SetName): string {
  const { code, draw } = random.pick(phones[set]);
  const national = draw(random);
  const compact = national.replace(/[ -]/g, '');
  return `+${code}${random.pick([compact, compact, ` ${national}`, `-${national.replace(/ /g, '-')}`])}`;
}

/** Without it: only together with a word or a key. */
export function nationalPhone(random: Random, set: SetName): string {
  const { trunk, draw } = random.pick(phones[set]);
  const national = trunk + draw(random);
  return random.pick([national, national, national.replace(/[ -]/g, '')]);
}

export interface Address {
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly isGerman: boolean;
  /** In one line, as that country writes it. */
  readonly line: string;
}

const germanStreets = [
  'Haupt',
  'Garten',
  'Linden',
  'Bahnhof',
  'Schiller',
  'Goethe',
  'Rosen',
  'Wiesen',
  'Kirch',
  'Mozart',
];

const countries: Readonly<Record<string, string>> = {
  de: 'DE',
  de_AT: 'AT',
  de_CH: 'CH',
  en_GB: 'GB',
  en_US: 'US',
  fr: 'FR',
  nl: 'NL',
  es: 'ES',
  it: 'IT',
  pl: 'PL',
  sv: 'SE',
  pt_PT: 'PT',
};

/** Faker draws numbers up to 99999 for some countries; doors rarely have those. */
function streetOf(random: Random, faker: Faker, isGerman: boolean): string {
  if (!isGerman) return faker.location.streetAddress().replace(/\d{4,}/, () => String(random.int(1, 190)));
  const number = `${random.int(1, 180)}${random.pick(['', '', 'a', 'b'])}`;
  return `${random.pick(germanStreets)}${random.pick(['straße', 'str.', 'weg', 'gasse', 'allee'])} ${number}`;
}

export function address(random: Random, faker: Faker): Address {
  const locale = faker.definitions.metadata.code;
  const country = countries[locale] ?? 'DE';
  const isGerman = locale.startsWith('de');
  const street = streetOf(random, faker, isGerman);
  const postalCode = postalCodeOf(random, faker, country);
  const city = faker.location.city();
  const state = country === 'US' ? `, ${faker.location.state({ abbreviated: true })}` : '';
  const isAfter = country === 'US' || country === 'GB';
  const line = isAfter ? `${street}, ${city}${state} ${postalCode}` : `${street}, ${postalCode} ${city}`;
  return { street, postalCode, city, country, isGerman, line };
}

function postalCodeOf(random: Random, faker: Faker, country: string): string {
  if (country === 'SE') return `${random.int(100, 984)} ${random.digits(2)}`;
  if (country === 'PT') return `${random.int(1000, 9980)}-${random.digits(3)}`;
  return faker.location.zipCode();
}
