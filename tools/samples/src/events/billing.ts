import * as decoys from './decoys.js';
import type { ServiceEvents } from './types.js';

/** Subscriptions, cards and refunds. */
export const billingEvents: ServiceEvents = {
  routine: [
    ({ random }) => ({
      level: 'info',
      message: 'invoice closed',
      fields: {
        order: decoys.orderId(random),
        ledger: { reference: decoys.ledgerReference(random), batch: random.between(100_000, 999_999) },
        amount: { value: decoys.amount(random), currency: random.pick(['EUR', 'GBP', 'USD']) },
        lines: [
          { sku: 'luma-plus-12m', qty: 1, price: 59.99 },
          { sku: 'ovulation-test-20', qty: random.between(1, 4), price: 17.49 },
        ],
      },
    }),
    ({ random }) => ({
      level: 'info',
      message: `exchange rates loaded, revision ${decoys.gitSha(random)}`,
      fields: { rates: { EURUSD: 1.0921, EURGBP: 0.8554 }, source: 'ecb', requestId: random.uuid() },
    }),
  ],
  sensitive: [
    (draft) => ({
      level: 'info',
      message: 'payment authorised',
      fields: {
        order: decoys.orderId(draft.random),
        payment: {
          cardNumber: draft.plant('card-number'),
          ...draft.keyed('card-cvv', ['cvv', 'cvc']),
          holder: { ...draft.keyed('person-name', ['customerName', 'customer_name']) },
          threeDSecure: draft.random.chance(0.8),
        },
        amount: { value: decoys.amount(draft.random), currency: 'EUR' },
      },
    }),
    (draft) => ({
      level: 'warn',
      message: `card ${draft.plant('card-number')} declined for ${decoys.orderId(draft.random)}: insufficient_funds`,
      fields: { attempt: draft.random.between(1, 4), ledgerReference: decoys.ledgerReference(draft.random) },
    }),
    (draft) => ({
      level: 'info',
      message: 'refund queued',
      fields: {
        refund: { iban: draft.plant('iban'), amount: decoys.amount(draft.random), currency: 'EUR' },
        order: decoys.orderId(draft.random),
        requestedAt: draft.timestampMs,
      },
    }),
    (draft) => ({
      level: 'error',
      message: `SEPA mandate rejected for IBAN ${draft.plant('iban')} (AC04)`,
      fields: { order: decoys.orderId(draft.random), retry: false },
    }),
    (draft) => ({
      level: 'debug',
      message: 'legacy gateway request',
      fields: { pan: draft.integerCard(), stan: draft.random.between(100_000, 999_999), mti: '0100' },
    }),
    (draft) => ({
      level: 'info',
      message: 'invoice mailed',
      fields: {
        customer: {
          email: draft.plant('email'),
          ...draft.keyed('postal-address', ['billingAddress', 'billing_address']),
        },
        order: decoys.orderId(draft.random),
      },
    }),
    (draft) => ({
      level: 'error',
      message: 'payment provider refused the request',
      fields: {
        provider: draft.vendorTokens
          ? { name: 'stripe', credential: draft.plant('stripe-key') }
          : { name: 'lumapay', ...draft.keyed('api-key', ['apiKey', 'api_key']) },
        status: 401,
      },
    }),
  ],
};
