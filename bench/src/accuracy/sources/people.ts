import type { Piece, Pieces } from '../pieces.js';
import { birthDate, writeDate } from '../values/dates.js';
import { bic, iban } from '../values/money.js';
import * as people from '../values/people.js';
import type { Random } from '../random.js';
import { upper } from '../random.js';
import type { Source, World } from '../world.js';

const email = (world: World): string => people.email(world.random, world.faker(), world.set);

const fullName = (world: World): string => {
  const { first, last } = people.personName(world.faker());
  return `${first} ${last}`;
};

const germanName = (world: World): string => {
  const { first, last } = people.personName(world.faker('de'));
  return `${first} ${last}`;
};

const addressLine = (world: World): string => people.address(world.random, world.faker()).line;
const germanAddress = (world: World): string => people.address(world.random, world.faker('de')).line;
const street = (world: World): string => people.address(world.random, world.faker()).street;

const passport = ({ random }: World): string =>
  random.pick([
    random.pick(Array.from('CFGHJK')) + random.chars('0123456789CFGHJKLMNPRTVWXYZ', 8),
    random.digits(9),
    random.pick(Array.from(upper)) + random.digits(8),
    `${random.digits(2)}${random.chars(upper, 2)}${random.digits(5)}`,
  ]);

const germanPlate = (random: Random): string =>
  `${random.pick(['B', 'HH', 'M', 'K', 'KA', 'FFB', 'DD', 'LÖ'])}-${random.chars('ABCDEFGHJKLMNPRSTUVWXYZ', random.int(1, 2))} ${random.int(10, 9999)}`;
const letters = 'ABCDEFGHJKLMNPRSTVWXYZ';
const plate = ({ random }: World): string =>
  random.pick([
    germanPlate(random),
    germanPlate(random),
    `${random.chars(letters, 2)}${random.int(10, 74)} ${random.chars(letters, 3)}`,
    `${random.chars(letters, 2)}-${random.digits(3)}-${random.chars(letters, 2)}`,
  ]);

const birth = (world: World): string => writeDate(world.random, birthDate(world.random));
const germanBirth = (world: World): string => writeDate(world.random, birthDate(world.random), true);

/** `Name <address>`, as mail headers have it. */
function mailbox(world: World): Pieces {
  const parts: Piece[] = [
    { text: fullName(world), mark: 'person-name' },
    { text: ' <' },
    { text: email(world), mark: 'email' },
    { text: '>' },
  ];
  return parts;
}

export const peopleSources: readonly Source[] = [
  {
    kind: 'email',
    isBare: true,
    keyed: [
      {
        keys: ['email', 'user email', 'mail', 'e mail', 'contact email', 'email address', 'recipient', 'to'],
        value: email,
      },
      { keys: ['from', 'reply to'], value: mailbox },
      { keys: ['recipients', 'emails', 'cc'], value: (world) => [email(world), email(world)] },
    ],
    spoken: [
      {
        sentences: [
          'password reset requested by {v}',
          'Bitte antworten Sie an {v}.',
          'user {v} not found',
          'mail to {v} bounced after {n} tries',
          'to=<{v}>, relay=mx.internal[0], status=sent',
          'Konto {v} wurde gesperrt',
          'mailto:{v}',
          'invite sent ({v})',
        ],
        value: email,
      },
    ],
  },
  {
    kind: 'phone',
    keyed: [
      {
        keys: [
          'phone',
          'phone number',
          'mobile',
          'telefon',
          'msisdn',
          'telephone',
          'handynummer',
          'contact phone',
        ],
        value: ({ random, set }) =>
          random.chance(0.5) ? people.internationalPhone(random, set) : people.nationalPhone(random, set),
      },
    ],
    spoken: [
      {
        sentences: [
          'SMS to {v} failed',
          'Rückruf unter {v}',
          'incoming call from {v}',
          'OTP sent to {v}',
          '{v} opted out',
          'WhatsApp message for {v} queued',
        ],
        value: ({ random, set }) => people.internationalPhone(random, set),
      },
      {
        sentences: [
          'please call me at {v}',
          'Bitte rufen Sie mich unter {v} an',
          'Tel.: {v}',
          'Telefon: {v}',
          'my phone number is {v}',
          'Meine Handynummer ist {v}',
          'phone: {v}',
          'mobile {v} not verified',
        ],
        value: ({ random, set }) => people.nationalPhone(random, set),
      },
    ],
  },
  {
    kind: 'iban',
    isBare: true,
    keyed: [
      {
        keys: ['iban', 'account iban', 'bank account', 'iban number', 'kontoverbindung', 'creditor iban'],
        value: ({ random }) => iban(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'SEPA transfer to {v} rejected',
          'Bitte auf {v} überweisen',
          'IBAN {v} has no mandate',
          'Lastschrift von {v} fehlgeschlagen',
          'pain.001: {v}',
          'IBAN: {v}',
        ],
        value: ({ random }) => iban(random),
      },
    ],
  },
  {
    kind: 'bic',
    keyed: [
      {
        keys: ['bic', 'swift', 'swift code', 'bic code', 'bank bic', 'swift bic'],
        value: ({ random }) => bic(random),
      },
    ],
    spoken: [
      {
        sentences: ['BIC {v} unknown', 'SWIFT code {v}', 'BIC: {v}', 'bank with SWIFT {v} offline'],
        value: ({ random }) => bic(random),
      },
    ],
  },
  {
    kind: 'person-name',
    keyed: [
      {
        keys: [
          'full name',
          'customer name',
          'display name',
          'patient name',
          'kundenname',
          'account holder',
          'recipient name',
          'contact name',
        ],
        value: fullName,
      },
      {
        keys: ['first name', 'given name', 'vorname', 'firstname'],
        value: (world) => people.personName(world.faker()).first,
      },
      {
        keys: ['last name', 'surname', 'nachname', 'family name'],
        value: (world) => people.personName(world.faker()).last,
      },
    ],
    spoken: [
      {
        sentences: [
          'Dear <<Mr. >>{v}, your order {n} has shipped',
          '<<Mrs. >>{v} called about invoice {n}',
          'patient <<Ms. >>{v} checked in',
          'Hi, my name is {v} and I cannot log in',
          'Best regards, {v}',
          'signed by <<Dr. >>{v}',
          'customer {v} asked for a refund',
          'Kind regards,  {v}',
        ],
        value: fullName,
      },
      {
        sentences: [
          'Sehr geehrte <<Frau >>{v}, Ihre Bestellung {n} ist unterwegs',
          'Sehr geehrter <<Herr >>{v}, wir haben Ihre Anfrage erhalten',
          'Mein Name ist {v}, ich komme nicht in mein Konto',
          'Mit freundlichen Grüßen {v}',
          '<<Herr >>{v} bittet um Rückruf',
          '<<Frau >>{v} hat den Termin abgesagt',
          'Ansprechpartner: {v}',
          'Kunde {v} wartet auf Antwort',
        ],
        value: germanName,
      },
    ],
  },
  {
    kind: 'address',
    keyed: [
      {
        keys: [
          'address',
          'shipping address',
          'billing address',
          'anschrift',
          'delivery address',
          'home address',
          'adresse',
          'lieferadresse',
        ],
        value: addressLine,
      },
      {
        keys: ['street', 'street address', 'strasse', 'address line 1', 'address1', 'straße'],
        value: street,
      },
    ],
    spoken: [
      {
        sentences: [
          'deliver to {v}',
          'I moved to {v} last week',
          'ship the parcel to {v}',
          'My new address is {v}.',
          'address: {v}',
          'he lives at {v}',
        ],
        value: addressLine,
      },
      {
        sentences: [
          'Lieferung an {v}',
          'Ich wohne jetzt in der {v}',
          'Meine neue Adresse ist {v}.',
          'Anschrift: {v}',
          'Bitte senden Sie es an {v}',
          'Zustellung {v} nicht möglich',
        ],
        value: germanAddress,
      },
    ],
  },
  {
    kind: 'birth-date',
    keyed: [
      {
        keys: [
          'birth date',
          'date of birth',
          'dob',
          'birthday',
          'geburtsdatum',
          'birthdate',
          'geburtstag',
          'born on',
        ],
        value: birth,
      },
    ],
    spoken: [
      {
        sentences: [
          'DOB: {v}',
          'date of birth {v} does not match',
          'she was born on {v}',
          'patient born {v}',
        ],
        value: birth,
      },
      {
        sentences: ['Geburtsdatum: {v}', 'geboren am {v}', 'geb. {v}', 'Geburtsdatum {v} stimmt nicht'],
        value: germanBirth,
      },
    ],
  },
  {
    kind: 'passport',
    keyed: [
      {
        keys: [
          'passport number',
          'passport',
          'reisepassnummer',
          'passport no',
          'reisepass',
          'passportnumber',
        ],
        value: passport,
      },
    ],
    spoken: [
      {
        sentences: [
          'passport number {v} expired',
          'Reisepass {v} gescannt',
          'Passport No. {v}',
          'Reisepassnummer: {v}',
        ],
        value: passport,
      },
    ],
  },
  {
    kind: 'vehicle-plate',
    keyed: [
      {
        keys: ['license plate', 'kennzeichen', 'plate', 'licence plate', 'plate number', 'kfz kennzeichen'],
        value: plate,
      },
    ],
    spoken: [
      {
        sentences: [
          'license plate {v} entered car park',
          'Kennzeichen {v} erfasst',
          'toll for vehicle registration {v}',
          'Parkverstoß, Kennzeichen: {v}',
        ],
        value: plate,
      },
    ],
  },
];
