import { cardNumber, trackData } from '../values/money.js';
import type { Random } from '../random.js';
import type { Source } from '../world.js';

const expiry = (random: Random): string => {
  const month = random.padded(1, 12, 2);
  const year = random.int(26, 32);
  return random.pick([`${month}/${year}`, `${month}/20${year}`, `20${year}-${month}`]);
};

export const pciSources: readonly Source[] = [
  {
    kind: 'card-number',
    isBare: true,
    keyed: [
      {
        keys: [
          'card number',
          'pan',
          'card',
          'credit card',
          'cc number',
          'kartennummer',
          'payment card',
          'kreditkarte',
        ],
        value: ({ random }) => cardNumber(random),
      },
      { keys: ['value', 'input', 'payload', 'raw'], value: ({ random }) => cardNumber(random) },
    ],
    spoken: [
      {
        sentences: [
          'charging card {v}',
          'Meine Kreditkarte {v} wurde abgelehnt',
          'declined: {v} (insufficient funds)',
          'please refund to {v}, thanks',
          'auth request {id} for {v} took {ms} ms',
          'PAN={v}',
        ],
        value: ({ random }) => cardNumber(random),
      },
    ],
  },
  {
    kind: 'track-data',
    isBare: true,
    keyed: [
      {
        keys: ['track data', 'track2', 'magstripe', 'track1', 'swipe', 'raw swipe'],
        value: ({ random }) => trackData(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'terminal {n} swipe {v}',
          'reader output: {v}',
          'msr read {v} ok',
          'unexpected track {v}',
        ],
        value: ({ random }) => trackData(random),
      },
    ],
  },
  {
    kind: 'cvv',
    keyed: [
      {
        keys: [
          'cvv',
          'cvc',
          'security code',
          'cvv2',
          'card security code',
          'card cvc',
          'card verification value',
        ],
        value: ({ random }) =>
          random.chance(0.3) ? random.int(100, 999) : random.digits(random.pick([3, 3, 4])),
      },
    ],
    spoken: [
      {
        sentences: [
          'payment rejected, cvv={v}',
          'CVC: {v}',
          'card check failed cvc={v}',
          'CVV {v} does not match',
        ],
        value: ({ random }) => random.digits(3),
      },
    ],
  },
  {
    kind: 'card-expiry',
    keyed: [
      {
        keys: [
          'card expiry',
          'card expiry date',
          'card exp',
          'card expiration date',
          'cc exp',
          'card expiration',
          'card exp date',
          'cc expiry',
        ],
        value: ({ random }) => expiry(random),
      },
    ],
    spoken: [
      {
        sentences: [
          'card expiry: {v}',
          'card expires {v}',
          'Karte gültig bis {v}',
          'card exp_date={v} is in the past',
        ],
        value: ({ random }) => expiry(random),
      },
    ],
  },
];
