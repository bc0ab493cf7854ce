import fc from 'fast-check';
import { validate as clRut } from 'stdnum/lib/cjs/cl/rut.js';
import { validate as bis } from 'stdnum/lib/cjs/be/nn.js';
import { validate as rodneCislo } from 'stdnum/lib/cjs/cz/rc.js';
import { validate as svnr } from 'stdnum/lib/cjs/at/vnr.js';
import { validate as residentId } from 'stdnum/lib/cjs/cn/ric.js';
import { validate as isikukood } from 'stdnum/lib/cjs/ee/ik.js';
import { validate as hetu } from 'stdnum/lib/cjs/fi/hetu.js';
import { validate as pps } from 'stdnum/lib/cjs/ie/pps.js';
import { validate as curp } from 'stdnum/lib/cjs/mx/curp.js';
import { validate as fodselsnummer } from 'stdnum/lib/cjs/no/fodselsnummer.js';
import { validate as pesel } from 'stdnum/lib/cjs/pl/pesel.js';
import { validate as cnp } from 'stdnum/lib/cjs/ro/cnp.js';
import { validate as personnummer } from 'stdnum/lib/cjs/se/personnummer.js';
import { validate as zaId } from 'stdnum/lib/cjs/za/idnr.js';
import t from 'tap';
import { validators, type ValidatorName } from '../../src/validate/index.js';

type Judge = (text: string) => { isValid: boolean };

interface Definition {
  readonly name: ValidatorName;
  /** All of the identifier but its check characters. */
  readonly front: fc.Arbitrary<string>;
  /** The check characters that can follow. */
  readonly checks: readonly string[];
  /** How many of them may be right, whatever stands in front: fewest and most. */
  readonly right: readonly [number, number];
  /** What stands behind the check characters. */
  readonly behind?: string;
  /** The check finds every single wrong digit of the front. */
  readonly findsOneDigit?: boolean;
  /** A second implementation; what it accepts must be accepted. */
  readonly judge?: Judge;
}

const decimal = [...'0123456789'];
const hundred = decimal.flatMap((tens) => decimal.map((ones) => tens + ones));
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

function digits(length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...decimal), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
}

/** A birth date that every library takes for past, in the order of `form`: Y, M and D, twice each; C for the century. */
function day(form: string): fc.Arbitrary<string> {
  const span = {
    min: new Date('1930-01-01T12:00:00Z'),
    max: new Date('1999-12-31T12:00:00Z'),
    noInvalidDate: true,
  };
  return fc.date(span).map((date) => {
    const [year = '', month = '', date2 = ''] = date.toISOString().slice(0, 10).split('-');
    return form
      .replace('CC', year.slice(0, 2))
      .replace('YY', year.slice(2))
      .replace('MM', month)
      .replace('DD', date2);
  });
}

function join(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const all = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...all).map((texts) => texts.join(''));
}

/** Ten digits of which one occurs twice and the others once; the first is not 0. */
const repeatedOnce = fc
  .tuple(fc.shuffledSubarray(decimal, { minLength: 9, maxLength: 9 }), fc.nat(8), fc.nat(9))
  .map(([different, which, at]) => different.toSpliced(at, 0, different[which] ?? '').join(''))
  .filter((text) => !text.startsWith('0'));

const one = [1, 1] as const;
const some = [0, 1] as const;

const definitions: readonly Definition[] = [
  {
    name: 'at-svnr',
    front: join(fc.constantFrom('123', '987', '400')),
    checks: decimal,
    right: some,
    findsOneDigit: true,
    behind: '010180',
    judge: svnr,
  },
  {
    name: 'au-medicare',
    front: join('2', digits(7)),
    checks: decimal,
    right: one,
    behind: '1',
    findsOneDigit: true,
  },
  { name: 'au-tfn', front: digits(8), checks: decimal, right: some, findsOneDigit: true },
  {
    name: 'be-rrn',
    front: join(day('YYMMDD'), digits(3)), // 97 less a remainder is 01 to 97; stdnum takes 00, 98 and 99 too.
    checks: hundred.slice(1, 98),
    right: [1, 2],
    judge: bis,
  },
  { name: 'bg-egn', front: join(day('YYMMDD'), digits(3)), checks: decimal, right: one },
  { name: 'br-cpf', front: digits(9), checks: hundred, right: some },
  { name: 'br-cnpj', front: digits(12), checks: hundred, right: some },
  { name: 'ca-sin', front: digits(8), checks: decimal, right: some, findsOneDigit: true },
  { name: 'ch-ahv', front: join('756', digits(9)), checks: decimal, right: one, findsOneDigit: true },
  {
    name: 'cl-rut',
    front: digits(8),
    checks: [...decimal, 'K'],
    right: some,
    findsOneDigit: true,
    judge: clRut,
  },
  {
    name: 'cn-resident-id',
    front: join('440305', day('CCYYMMDD'), digits(3)),
    checks: [...decimal, 'X'],
    right: one,
    findsOneDigit: true,
    judge: residentId,
  },
  {
    name: 'cz-rodne-cislo',
    front: join(fc.constantFrom('7103', '9962', '8551'), '15', digits(3)),
    checks: decimal,
    right: one,
    judge: rodneCislo,
  },
  {
    name: 'de-krankenversicherung',
    front: join(fc.constantFrom(...letters), digits(8)),
    checks: decimal,
    right: one,
    findsOneDigit: true,
  },
  {
    name: 'de-personalausweis',
    front: join('T', digits(8)),
    checks: decimal,
    right: one,
    findsOneDigit: true,
  },
  { name: 'de-passport', front: join('C', digits(8)), checks: decimal, right: one, findsOneDigit: true },
  {
    name: 'de-rentenversicherung',
    front: join('65', day('DDMMYY'), fc.constantFrom(...letters), digits(2)),
    checks: decimal,
    right: one,
  },
  { name: 'de-steuer-id', front: repeatedOnce, checks: decimal, right: one, findsOneDigit: true },
  {
    name: 'ee-isikukood',
    front: join('3', day('YYMMDD'), digits(3)),
    checks: decimal,
    right: one,
    judge: isikukood,
  },
  {
    name: 'lt-asmens-kodas',
    front: join('4', day('YYMMDD'), digits(3)),
    checks: decimal,
    right: one,
    judge: isikukood,
  },
  { name: 'es-dni', front: digits(8), checks: letters, right: some, findsOneDigit: true },
  {
    name: 'es-nie',
    front: join(fc.constantFrom('X', 'Y', 'Z'), digits(7)),
    checks: letters,
    right: one,
    findsOneDigit: true,
  },
  {
    name: 'fi-hetu',
    front: join(day('DDMMYY'), '-', digits(3)),
    checks: [...decimal, ...letters],
    right: one,
    findsOneDigit: true,
    judge: hetu,
  },
  {
    name: 'fr-nir',
    front: join('2', day('YYMM'), '75', digits(6)),
    checks: hundred,
    right: one,
    findsOneDigit: true,
  },
  {
    name: 'gr-amka',
    front: join(day('DDMMYY'), digits(4)),
    checks: decimal,
    right: one,
    findsOneDigit: true,
  },
  {
    name: 'hk-id',
    front: join(fc.constantFrom(...letters.filter((letter) => letter !== 'O')), digits(6)),
    checks: [...decimal, 'A'],
    right: one,
    findsOneDigit: true,
  },
  { name: 'hr-oib', front: digits(10), checks: decimal, right: some, findsOneDigit: true },
  { name: 'hu-adoazonosito', front: join('8', digits(8)), checks: decimal, right: some, findsOneDigit: true },
  { name: 'hu-taj', front: digits(8), checks: decimal, right: some, findsOneDigit: true },
  {
    name: 'ie-pps',
    front: digits(7),
    checks: letters,
    right: one,
    findsOneDigit: true,
    behind: 'A',
    judge: pps,
  },
  { name: 'il-id', front: digits(8), checks: decimal, right: some, findsOneDigit: true },
  { name: 'imei', front: digits(14), checks: decimal, right: some, findsOneDigit: true },
  { name: 'in-aadhaar', front: join('2', digits(10)), checks: decimal, right: some, findsOneDigit: true },
  {
    name: 'is-kennitala',
    front: join(day('DDMMYY'), digits(2)),
    checks: decimal,
    right: some,
    findsOneDigit: true,
    behind: '9',
  },
  {
    name: 'it-codice-fiscale',
    front: join('RSSMRA', day('YYTDD'), 'A562'),
    checks: letters,
    right: one,
    findsOneDigit: true,
  },
  { name: 'jmbg', front: join(day('DDMM9YY'), digits(5)), checks: decimal, right: one },
  { name: 'jp-my-number', front: digits(11), checks: decimal, right: some },
  { name: 'kr-rrn', front: join(day('YYMMDD'), '1', digits(5)), checks: decimal, right: one },
  {
    name: 'lu-matricule',
    front: join(day('CCYYMMDD'), digits(3)),
    checks: hundred,
    right: one,
    findsOneDigit: true,
  },
  { name: 'lv-personas-kods', front: join(day('DDMMYY'), '1', digits(3)), checks: decimal, right: one },
  {
    name: 'mx-curp',
    front: join('HEGG', day('YYMMDD'), 'MVZRRL0'),
    checks: decimal,
    right: one,
    judge: curp,
  },
  { name: 'nl-bsn', front: digits(8), checks: decimal, right: some, findsOneDigit: true },
  {
    name: 'no-fodselsnummer',
    front: join(day('DDMMYY'), '4', digits(2)),
    checks: hundred,
    right: some,
    findsOneDigit: true,
    judge: fodselsnummer,
  },
  {
    name: 'pl-pesel',
    front: join(day('YYMMDD'), digits(4)),
    checks: decimal,
    right: one,
    findsOneDigit: true,
    judge: pesel,
  },
  { name: 'pt-nif', front: join('2', digits(7)), checks: decimal, right: one },
  {
    name: 'ro-cnp',
    front: join('1', day('YYMMDD'), '12', digits(3)),
    checks: decimal,
    right: one,
    judge: cnp,
  },
  { name: 'ru-inn', front: digits(10), checks: hundred, right: some },
  { name: 'ru-snils', front: join('2', digits(8)), checks: hundred, right: one },
  {
    name: 'se-personnummer',
    front: join(day('YYMMDD'), '-', digits(3)),
    checks: decimal,
    right: one,
    findsOneDigit: true,
    judge: personnummer,
  },
  {
    name: 'sg-nric',
    front: join(fc.constantFrom('S', 'T', 'F', 'G', 'M'), digits(7)),
    checks: letters,
    right: one,
    findsOneDigit: true,
  },
  { name: 'th-id', front: join('3', digits(11)), checks: decimal, right: one },
  { name: 'tr-kimlik', front: join('4', digits(8)), checks: hundred, right: one, findsOneDigit: true },
  { name: 'tw-id', front: join(fc.constantFrom(...letters), '1', digits(7)), checks: decimal, right: one },
  { name: 'ua-rnokpp', front: digits(9), checks: decimal, right: some },
  { name: 'uk-nhs', front: digits(9), checks: decimal, right: some, findsOneDigit: true },
  {
    name: 'za-id',
    front: join(day('YYMMDD'), digits(4), '08'),
    checks: decimal,
    right: one,
    findsOneDigit: true,
    judge: zaId,
  },
];

function accepts(name: ValidatorName, text: string): boolean {
  return validators[name](Buffer.from(text), 0, text.length);
}

function complete({ checks, behind = '' }: Definition, front: string): string[] {
  return checks.map((check) => front + check + behind);
}

for (const definition of definitions) {
  const { name, front, right, judge } = definition;
  t.test(`${name}: takes the right check characters and no others`, (t) => {
    const property = fc.property(front, (text) => {
      const found = complete(definition, text).filter((full) => accepts(name, full)).length;
      return found >= right[0] && found <= right[1];
    });
    fc.assert(property, { numRuns: 100, seed: 3 });
    t.pass();
    t.end();
  });

  if (judge !== undefined) {
    t.test(`${name}: accepts what stdnum accepts`, (t) => {
      let agreed = 0;
      const property = fc.property(front, (text) => {
        const valid = complete(definition, text).filter((full) => judge(full).isValid);
        agreed += valid.length;
        return valid.every((full) => accepts(name, full));
      });
      fc.assert(property, { numRuns: 100, seed: 3 });
      t.ok(agreed > 0, `${String(agreed)} valid numbers`);
      t.end();
    });
  }

  if (definition.findsOneDigit === true) {
    t.test(`${name}: refuses a number with one digit wrong`, (t) => {
      let tried = 0;
      const property = fc.property(front, fc.nat(), fc.integer({ min: 1, max: 9 }), (text, which, change) => {
        const valid = complete(definition, text).find((full) => accepts(name, full));
        if (valid === undefined) return true;
        const checked = valid.slice(0, valid.length - (definition.behind ?? '').length);
        const places = [...checked.matchAll(/[0-9]/g)].map(({ index }) => index);
        const at = places[which % places.length] ?? 0;
        const wrong = valid.slice(0, at) + String((Number(valid[at]) + change) % 10) + valid.slice(at + 1);
        tried += 1;
        return !accepts(name, wrong);
      });
      fc.assert(property, { numRuns: 200, seed: 3 });
      t.ok(tried > 50, `${String(tried)} numbers`);
      t.end();
    });
  }
}

t.test('a validator never throws, and never looks beyond its span', (t) => {
  const noise = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...decimal, ...letters, ' ', '-', '.', '/', '<', '+'), maxLength: 46 }),
  );
  const names = Object.keys(validators) as ValidatorName[];
  const property = fc.property(noise, noise, (text, around) => {
    const alone = Buffer.from(text);
    const before = Buffer.from(around);
    const within = Buffer.concat([before, alone, before]);
    for (const name of names) {
      const expected = validators[name](alone, 0, alone.length);
      t.equal(validators[name](within, before.length, before.length + alone.length), expected, name);
    }
  });
  fc.assert(property, { numRuns: 100, seed: 3 });
  t.end();
});
