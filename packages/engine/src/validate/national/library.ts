/**
 * Identifiers whose checks the library stdnum does as their issuers define them, without asking the clock. It was held
 * against python-stdnum, where that has them, on 1,500 valid and 3,000 invalid numbers of each. The others, which it gets
 * wrong or holds against today's date, stand in the files beside this one. Its modules are taken one by one: the whole
 * takes 200 ms to load.
 */
import { validate as tfn } from 'stdnum/lib/cjs/au/tfn.js';
import { validate as egn } from 'stdnum/lib/cjs/bg/egn.js';
import { validate as cnpj } from 'stdnum/lib/cjs/br/cnpj.js';
import { validate as cpf } from 'stdnum/lib/cjs/br/cpf.js';
import { validate as sin } from 'stdnum/lib/cjs/ca/sin.js';
import { validate as ahv } from 'stdnum/lib/cjs/ch/ssn.js';
import { validate as rut } from 'stdnum/lib/cjs/cl/rut.js';
import { validate as dni } from 'stdnum/lib/cjs/es/dni.js';
import { validate as nie } from 'stdnum/lib/cjs/es/nie.js';
import { validate as nir } from 'stdnum/lib/cjs/fr/nir.js';
import { validate as amka } from 'stdnum/lib/cjs/gr/amka.js';
import { validate as hkid } from 'stdnum/lib/cjs/hk/hkid.js';
import { validate as oib } from 'stdnum/lib/cjs/hr/oib.js';
import { validate as aadhaar } from 'stdnum/lib/cjs/in/aadhaar.js';
import { validate as codiceFiscale } from 'stdnum/lib/cjs/it/codicefiscale.js';
import { validate as bsn } from 'stdnum/lib/cjs/nl/bsn.js';
import { validate as cartaoCidadao } from 'stdnum/lib/cjs/pt/cc.js';
import { validate as nif } from 'stdnum/lib/cjs/pt/nif.js';
import { validate as kimlik } from 'stdnum/lib/cjs/tr/tckimlik.js';
import { digitAt, isLuhn, weightedSum } from '../checksum.js';
import { digits, identifier } from '../identifier.js';
import type { Validator } from '../index.js';

type Check = (text: string) => { isValid: boolean };

function numbers(length: number, check: Check): Validator {
  return digits(length, length, (text) => check(text).isValid);
}

/** The library makes an error object with a stack for each refusal; a pattern or check digit here refuses most before. */
function shaped(pattern: RegExp, shortest: number, longest: number, check: Check): Validator {
  return identifier(
    { shortest, longest, letters: true },
    (text) => pattern.test(text) && check(text).isValid,
  );
}

/** Australian tax file number, nine digits. */
export const isTfn = numbers(9, tfn);
/** Bulgarian uniform civil number: Ordinance RD-02-20-9 of 2012. */
export const isEgn = numbers(10, egn);
/** Brazilian taxpayer number of a person: Receita Federal. */
export const isCpf = numbers(11, cpf);
/** Brazilian number of a legal entity, often a sole trader. */
export const isCnpj = numbers(14, cnpj);
/** Canadian social insurance number. */
export const isSin = numbers(9, sin);
/** Swiss AHV number: 756 and an EAN-13 check digit (GS1). */
export const isAhv = numbers(13, ahv);
/** Chilean RUN/RUT. */
export const isRut = shaped(/^[0-9]{7,8}[0-9K]$/, 8, 9, rut);
/** Spanish DNI: Real Decreto 1553/2005. */
export const isDni = shaped(/^[0-9]{8}[A-Z]$/, 9, 9, dni);
/** Spanish NIE: Real Decreto 557/2011. */
export const isNie = shaped(/^[XYZ][0-9]{7}[A-Z]$/, 9, 9, nie);
/** French NIR: INSEE. Sex, year, month (20 and above: unknown), department 2A and 2B for Corsica. */
export const isNir = shaped(
  /^[123478][0-9]{2}(?:0[1-9]|1[0-2]|[2-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{8}$/,
  15,
  15,
  nir,
);
/** Greek social security number. */
export const isAmka = digits(11, 11, (text) => isLuhn(text) && amka(text).isValid);
/** Hong Kong identity card. */
export const isHkid = shaped(/^[A-Z]{1,2}[0-9]{6}[0-9A]$/, 8, 9, hkid);
/** Croatian personal identification number: ISO/IEC 7064 MOD 11,10. */
export const isOib = numbers(11, oib);
/** Indian Aadhaar: UIDAI, Verhoeff check digit. */
export const isAadhaar = numbers(12, aadhaar);
/** Italian codice fiscale: Decreto ministeriale 23 December 1976. */
export const isCodiceFiscale = shaped(
  /^[A-Z]{6}[0-9L-NP-V]{2}[A-EHLMPR-T][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]$/,
  16,
  16,
  codiceFiscale,
);
/** Dutch citizen service number. */
export const isBsn = numbers(9, bsn);
/** Portuguese citizen card. */
export const isCartaoCidadao = shaped(/^[0-9]{9}[A-Z0-9]{2}[0-9]$/, 12, 12, cartaoCidadao);
/** Portuguese taxpayer number. */
export const isPtNif = numbers(9, nif);
const tenOnes = new Array<number>(10).fill(1);
/** Turkish identity number. Its last digit is that of the sum of the others. */
export const isKimlik = digits(
  11,
  11,
  (text) => weightedSum(text, tenOnes) % 10 === digitAt(text, 10) && kimlik(text).isValid,
);
