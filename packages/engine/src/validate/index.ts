import { isBic } from './bic.js';
import { isCard } from './card.js';
import { isCardNumber } from './card-iin.js';
import { hasEntropy } from './entropy.js';
import { isIban } from './iban.js';
import { isImei } from './imei.js';
import { isIpv4 } from './ipv4.js';
import { isIpv6Address } from './ipv6.js';
import { isJwt } from './jwt.js';
import { passesLuhn } from './luhn.js';
import { isMac } from './mac.js';
import { isMrzLine } from './mrz.js';
import * as eastern from './national/eastern-europe.js';
import * as germany from './national/germany.js';
import * as library from './national/library.js';
import * as northern from './national/northern-europe.js';
import * as overseas from './national/overseas.js';
import * as western from './national/western-europe.js';
import { isPhone, isPhoneE164, isPhoneNational } from './phone.js';
import { isUsSsn } from './us-ssn.js';
import { isVin } from './vin.js';

/**
 * Says whether `bytes[start, end)`, decoded UTF-8 that a pattern matched, can be the real thing. Must not throw and
 * must not keep or change the buffer; if it throws all the same, the record is withheld.
 */
export type Validator = (bytes: Buffer, start: number, end: number) => boolean;

const general = {
  bic: isBic,
  card: isCard,
  'card-iin': isCardNumber,
  entropy: hasEntropy,
  iban: isIban,
  imei: isImei,
  ipv4: isIpv4,
  ipv6: isIpv6Address,
  jwt: isJwt,
  luhn: passesLuhn,
  mac: isMac,
  mrz: isMrzLine,
  phone: isPhone,
  'phone-e164': isPhoneE164,
  'phone-national': isPhoneNational,
  vin: isVin,
} as const;

/** Identifiers that a state or a public insurer gives a person, by ISO 3166-1 code (uk for GB). */
const national = {
  'at-svnr': western.isSvnr,
  'au-medicare': overseas.isMedicare,
  'au-tfn': library.isTfn,
  'be-rrn': western.isRrn,
  'bg-egn': library.isEgn,
  'br-cnpj': library.isCnpj,
  'br-cpf': library.isCpf,
  'ca-sin': library.isSin,
  'ch-ahv': library.isAhv,
  'cl-rut': library.isRut,
  'cn-resident-id': overseas.isResidentId,
  'cz-rodne-cislo': eastern.isRodneCislo,
  'de-krankenversicherung': germany.isKrankenversicherung,
  'de-passport': germany.isDePassport,
  'de-personalausweis': germany.isPersonalausweis,
  'de-rentenversicherung': germany.isRentenversicherung,
  'de-steuer-id': germany.isSteuerId,
  'dk-cpr': northern.isCpr,
  'ee-isikukood': northern.isIsikukood,
  'es-dni': library.isDni,
  'es-nie': library.isNie,
  'fi-hetu': northern.isHetu,
  'fr-nir': library.isNir,
  'gr-amka': library.isAmka,
  'hk-id': library.isHkid,
  'hr-oib': library.isOib,
  'hu-adoazonosito': eastern.isAdoazonosito,
  'hu-taj': eastern.isTaj,
  'ie-pps': western.isPps,
  'il-id': overseas.isIsraeliId,
  'in-aadhaar': library.isAadhaar,
  'is-kennitala': northern.isKennitala,
  'it-codice-fiscale': library.isCodiceFiscale,
  jmbg: eastern.isJmbg,
  'jp-my-number': overseas.isMyNumber,
  'kr-rrn': overseas.isKoreanRrn,
  'lt-asmens-kodas': northern.isAsmensKodas,
  'lu-matricule': western.isMatricule,
  'lv-personas-kods': northern.isPersonasKods,
  'mx-curp': overseas.isCurp,
  'nl-bsn': library.isBsn,
  'no-fodselsnummer': northern.isFodselsnummer,
  'pl-dowod': eastern.isDowod,
  'pl-pesel': eastern.isPesel,
  'pt-cc': library.isCartaoCidadao,
  'pt-nif': library.isPtNif,
  'ro-cnp': eastern.isCnp,
  'ru-inn': eastern.isInn,
  'ru-snils': eastern.isSnils,
  'se-personnummer': northern.isPersonnummer,
  'sg-nric': overseas.isNric,
  'th-id': overseas.isThaiId,
  'tr-kimlik': library.isKimlik,
  'tw-id': overseas.isTaiwanId,
  'ua-rnokpp': eastern.isRnokpp,
  'uk-nhs': western.isNhs,
  'uk-nino': western.isNino,
  'us-itin': overseas.isItin,
  'us-ssn': isUsSsn,
  'za-id': overseas.isZaId,
} as const;

export type ValidatorName = keyof typeof general | keyof typeof national;

export type ValidatorRegistry = Readonly<Record<ValidatorName, Validator>>;

export const validators: ValidatorRegistry = Object.freeze({ ...general, ...national });

/** All names, in the order of the alphabet. */
export const validatorNames = Object.freeze(Object.keys(validators).sort() as ValidatorName[]);
