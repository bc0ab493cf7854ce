import t from 'tap';
import {
  hasDay,
  isDay,
  isLuhn,
  isMod11And10,
  isVerhoeff,
  mrzCheckDigit,
} from '../../src/validate/checksum.js';

t.test('Luhn accepts the examples of ISO/IEC 7812-1 and no other check digit', (t) => {
  for (let digit = 0; digit < 10; digit += 1) t.equal(isLuhn(`7992739871${String(digit)}`), digit === 3);
  t.end();
});

t.test('MOD 11,10 accepts the example of ISO/IEC 7064 and no other check digit', (t) => {
  for (let digit = 0; digit < 10; digit += 1) t.equal(isMod11And10(`079${String(digit)}`), digit === 2);
  t.end();
});

t.test('Verhoeff finds every wrong digit and every swap of neighbours in 2363', (t) => {
  t.ok(isVerhoeff('2363'));
  t.ok(isVerhoeff('123451'));
  for (let digit = 0; digit < 9; digit += 1) t.equal(isVerhoeff(`236${String(digit)}`), digit === 3);
  for (const swapped of ['3263', '2633', '2336']) t.notOk(isVerhoeff(swapped), swapped);
  t.end();
});

t.test('the check digits of the specimen in ICAO Doc 9303 part 4 come out', (t) => {
  t.equal(mrzCheckDigit('L898902C3'), 6);
  t.equal(mrzCheckDigit('740812'), 2);
  t.equal(mrzCheckDigit('120415'), 9);
  t.equal(mrzCheckDigit('ZE184226B<<<<<'), 1);
  t.end();
});

t.test('a day is one of the calendar, 29 February among them', (t) => {
  for (const [month, day] of [
    [1, 31],
    [2, 29],
    [4, 30],
    [12, 31],
  ] as const)
    t.ok(isDay(month, day));
  for (const [month, day] of [
    [0, 1],
    [13, 1],
    [2, 30],
    [4, 31],
    [1, 0],
    [1, 32],
  ] as const)
    t.notOk(isDay(month, day));
  t.ok(hasDay('19991231', 4, 6));
  t.notOk(hasDay('19993112', 4, 6));
  t.end();
});
