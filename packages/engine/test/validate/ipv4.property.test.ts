import fc from 'fast-check';
import t from 'tap';
import { isIpv4 } from '../../src/validate/ipv4.js';

const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const address = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

const octets = fc.oneof(
  fc.nat(300).map(String),
  fc.constantFrom('', '00', '01', '0', '255', '256', 'a', '1 ', '.'),
);
const texts = fc.array(octets, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
const seed = Number(process.env['FC_SEED'] ?? 20_261_124);

t.test(`accepts what RFC 6943 calls the strict form (FC_SEED=${String(seed)})`, async (t) => {
  let accepted = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const bytes = Buffer.from(`1${text}2`);
      const isAccepted = isIpv4(bytes, 1, bytes.length - 1);
      if (isAccepted) accepted += 1;
      return isAccepted === address.test(text);
    }),
    { seed, numRuns: 3000 },
  );
  t.ok(accepted > 20, `accepted ${String(accepted)}`);
});
