import type { nationalKinds } from '../kinds.js';
import type { Random } from '../random.js';
import * as europe from '../values/national-europe.js';
import * as world from '../values/national-world.js';
import type { Source } from '../world.js';

type NationalKind = (typeof nationalKinds)[number];

interface National {
  readonly draw: (random: Random) => string;
  readonly keys: readonly string[];
  readonly sentences: readonly string[];
}

/** A number alone could be anything; a key or the identifier's name, as forms and letters of that country have it, says what it is. */
const nationals: Readonly<Record<NationalKind, National>> = {
  'de-steuer-id': {
    draw: europe.deSteuerId,
    keys: [
      'steuer id',
      'steuer identifikationsnummer',
      'steueridentifikationsnummer',
      'tax id',
      'idnr',
      'steuer idnr',
    ],
    sentences: [
      'Steuer-ID {v} an ELStAM gemeldet',
      'Ihre Steueridentifikationsnummer lautet {v}.',
      'Meine IdNr. ist {v}, bitte eintragen',
      'German tax ID {v} rejected by ELSTER',
    ],
  },
  'de-rvnr': {
    draw: europe.deRvnr,
    keys: [
      'rentenversicherungsnummer',
      'sozialversicherungsnummer',
      'sv nummer',
      'rvnr',
      'versicherungsnummer',
      'sv nr',
    ],
    sentences: [
      'Rentenversicherungsnummer {v} geprüft',
      'Sozialversicherungsnummer: {v}',
      'SV-Nummer {v} fehlt im Lohnkonto',
      'Arbeitnehmer mit RVNR {v} angemeldet',
    ],
  },
  'de-kvnr': {
    draw: europe.deKvnr,
    keys: [
      'krankenversichertennummer',
      'kvnr',
      'versicherten nummer',
      'health insurance number',
      'versichertennummer',
      'krankenversicherungsnummer',
    ],
    sentences: [
      'Krankenversichertennummer {v} unbekannt',
      'eGK gelesen, KVNR {v}',
      'Versichertennummer {v} bei der TK',
      'Krankenversicherungsnummer: {v}',
    ],
  },
  'de-personalausweis': {
    draw: europe.dePersonalausweis,
    keys: [
      'personalausweisnummer',
      'ausweisnummer',
      'id card number',
      'personalausweis',
      'personalausweis nr',
      'ausweis nr',
    ],
    sentences: [
      'Personalausweis {v} gescannt',
      'Ausweisnummer: {v}',
      'Personalausweisnummer {v} abgelaufen',
      'Video-Ident mit Ausweis-Nr. {v}',
    ],
  },
  'at-svnr': {
    draw: europe.atSvnr,
    keys: ['sozialversicherungsnummer', 'svnr', 'sv nummer', 'sv nr'],
    sentences: [
      'Sozialversicherungsnummer {v} nicht in der e-card',
      'SVNR {v} geprüft',
      'Versicherter mit SV-Nummer {v}',
      'SV-Nr. {v} (ÖGK)',
    ],
  },
  'ch-ahv': {
    draw: europe.chAhv,
    keys: ['ahv nummer', 'ahv', 'avs number', 'ahvn13', 'numero avs', 'ahv nr'],
    sentences: [
      'AHV-Nummer {v} erfasst',
      'AHV-Nr. {v} ist doppelt',
      'numéro AVS {v} manquant',
      'AHVN13={v} an die Ausgleichskasse gesendet',
    ],
  },
  'fr-nir': {
    draw: europe.frNir,
    keys: [
      'nir',
      'numero securite sociale',
      'numero de securite sociale',
      'num secu',
      'numero ss',
      'securite sociale',
    ],
    sentences: [
      'numéro de sécurité sociale {v} invalide',
      'NIR {v} transmis à la CPAM',
      'Sécurité sociale : {v}',
      'assuré avec NIR {v} introuvable',
    ],
  },
  'es-dni': {
    draw: europe.esDni,
    keys: ['dni', 'numero dni', 'documento identidad', 'nif'],
    sentences: [
      'DNI {v} verificado',
      'El cliente con DNI {v} no existe',
      'NIF: {v}',
      'titular con DNI nº {v}',
    ],
  },
  'es-nie': {
    draw: europe.esNie,
    keys: ['nie', 'numero nie', 'nie number', 'dni nie'],
    sentences: ['NIE {v} caducado', 'residente con NIE {v}', 'NIE: {v}', 'solicitud del NIE nº {v}'],
  },
  'it-codice-fiscale': {
    draw: europe.itCodiceFiscale,
    keys: ['codice fiscale', 'cf', 'fiscal code', 'codfisc'],
    sentences: [
      'codice fiscale {v} non valido',
      'Il cliente {v} ha aperto un ticket',
      'C.F. {v}',
      'CF: {v} inviato',
    ],
  },
  'nl-bsn': {
    draw: europe.nlBsn,
    keys: ['bsn', 'burgerservicenummer', 'bsn nummer', 'sofinummer'],
    sentences: [
      'BSN {v} niet gevonden',
      'burgerservicenummer: {v}',
      'DigiD-login voor BSN {v}',
      'patiënt met burgerservicenummer {v}',
    ],
  },
  'be-nrn': {
    draw: europe.beNrn,
    keys: [
      'rijksregisternummer',
      'numero national',
      'national register number',
      'insz',
      'niss',
      'numero registre national',
    ],
    sentences: [
      'rijksregisternummer {v} geverifieerd',
      'numéro national {v} refusé',
      'INSZ {v} via eHealth',
      'NISS: {v}',
    ],
  },
  'pl-pesel': {
    draw: europe.plPesel,
    keys: ['pesel', 'numer pesel', 'pesel number', 'nr pesel'],
    sentences: [
      'PESEL {v} niepoprawny',
      'Klient o numerze PESEL {v}',
      'PESEL: {v}',
      'verification of PESEL {v} failed',
    ],
  },
  'pt-nif': {
    draw: europe.ptNif,
    keys: ['nif', 'numero contribuinte', 'contribuinte', 'numero fiscal'],
    sentences: [
      'NIF {v} inválido',
      'contribuinte n.º {v}',
      'Número de contribuinte: {v}',
      'fatura com NIF {v}',
    ],
  },
  'se-personnummer': {
    draw: europe.sePersonnummer,
    keys: ['personnummer', 'personal identity number', 'personnr', 'personnummer'],
    sentences: [
      'personnummer {v} saknas',
      'BankID login for personnummer {v}',
      'Personnummer: {v}',
      'kund med personnr {v}',
    ],
  },
  'dk-cpr': {
    draw: europe.dkCpr,
    keys: ['cpr', 'cpr nummer', 'cpr number', 'cpr nr'],
    sentences: ['CPR-nummer {v} ugyldigt', 'MitID for CPR {v}', 'CPR: {v}', 'borger med cpr-nr. {v}'],
  },
  'no-fnr': {
    draw: europe.noFnr,
    keys: ['fodselsnummer', 'fnr', 'personnummer', 'fødselsnummer'],
    sentences: [
      'fødselsnummer {v} finnes ikke',
      'fnr {v} fra ID-porten',
      'Fødselsnummer: {v}',
      'bruker med fnr={v}',
    ],
  },
  'fi-hetu': {
    draw: europe.fiHetu,
    keys: ['hetu', 'henkilotunnus', 'personal identity code', 'henkilötunnus'],
    sentences: [
      'henkilötunnus {v} puuttuu',
      'HETU {v} vahvistettu',
      'Hetu: {v}',
      'asiakas, henkilötunnus {v}',
    ],
  },
  'ie-pps': {
    draw: europe.iePps,
    keys: ['pps number', 'ppsn', 'pps', 'pps no'],
    sentences: [
      'PPS number {v} not recognised',
      'PPSN {v} sent to Revenue',
      'PPS No: {v}',
      'claimant with PPSN {v}',
    ],
  },
  'gb-nino': {
    draw: world.gbNino,
    keys: ['national insurance number', 'nino', 'ni number', 'national insurance no'],
    sentences: [
      'National Insurance number {v} rejected',
      'NINO {v} sent to HMRC',
      'NI number: {v}',
      'employee with NINO {v}',
    ],
  },
  'gb-nhs': {
    draw: world.gbNhs,
    keys: ['nhs number', 'nhs no', 'nhs id', 'nhsnumber'],
    sentences: [
      'NHS number {v} not found in PDS',
      'patient with NHS No {v}',
      'NHS number: {v}',
      'NHS no. {v} merged',
    ],
  },
  'us-ssn': {
    draw: world.usSsn,
    keys: ['ssn', 'social security number', 'social security', 'social security no'],
    sentences: [
      'SSN {v} did not match',
      'my social security number is {v}',
      'Social Security Number: {v}',
      'applicant SSN={v}',
    ],
  },
  'us-itin': {
    draw: world.usItin,
    keys: ['itin', 'taxpayer id', 'individual taxpayer id', 'itin number'],
    sentences: ['ITIN {v} expired', 'filed with ITIN {v}', 'ITIN: {v}', 'taxpayer (ITIN {v}) notified'],
  },
  'ca-sin': {
    draw: world.caSin,
    keys: ['sin', 'social insurance number', 'sin number', 'social insurance no'],
    sentences: [
      'social insurance number {v} failed',
      'SIN {v} used twice',
      'my SIN is {v}',
      'Social Insurance Number: {v}',
    ],
  },
  'br-cpf': {
    draw: world.brCpf,
    keys: ['cpf', 'numero cpf', 'cpf cliente', 'cpf titular'],
    sentences: ['CPF {v} inválido', 'cliente com CPF {v}', 'CPF: {v}', 'consulta do CPF nº {v}'],
  },
  'in-aadhaar': {
    draw: world.inAadhaar,
    keys: ['aadhaar', 'aadhaar number', 'aadhaar no', 'aadhar number'],
    sentences: [
      'Aadhaar {v} verified by UIDAI',
      'e-KYC for Aadhaar number {v}',
      'Aadhaar: {v}',
      'Aadhaar No. {v} linked',
    ],
  },
  'au-tfn': {
    draw: world.auTfn,
    keys: ['tfn', 'tax file number', 'tfn number', 'tax file no'],
    sentences: [
      'TFN {v} declined by ATO',
      'tax file number {v} received',
      'my TFN is {v}',
      'Tax File Number: {v}',
    ],
  },
  'au-medicare': {
    draw: world.auMedicare,
    keys: ['medicare number', 'medicare card number', 'medicare', 'medicare no'],
    sentences: [
      'Medicare number {v} not eligible',
      'claim for Medicare card {v}',
      'Medicare No: {v}',
      'bulk billed to Medicare card number {v}',
    ],
  },
  'ro-cnp': {
    draw: world.roCnp,
    keys: ['cnp', 'cod numeric personal', 'cnp client', 'cod cnp'],
    sentences: ['CNP {v} invalid', 'client cu CNP {v}', 'CNP: {v}', 'cod numeric personal {v}'],
  },
  'bg-egn': {
    draw: world.bgEgn,
    keys: ['egn', 'egn number', 'bulgarian egn', 'egn no'],
    sentences: ['EGN {v} not found', 'клиент с ЕГН {v}', 'ЕГН: {v}', 'customer EGN {v}'],
  },
  'hr-oib': {
    draw: world.hrOib,
    keys: ['oib', 'oib broj', 'osobni identifikacijski broj', 'oib number'],
    sentences: [
      'OIB {v} nije ispravan',
      'korisnik s OIB {v}',
      'OIB: {v}',
      'osobni identifikacijski broj {v}',
    ],
  },
  'cz-rodne-cislo': {
    draw: world.czRodneCislo,
    keys: ['rodne cislo', 'rodné číslo', 'birth number', 'rodne cislo'],
    sentences: [
      'rodné číslo {v} neplatné',
      'klient s rodným číslem {v}',
      'Rodné číslo: {v}',
      'r.č. {v} nenalezeno',
    ],
  },
  'ee-isikukood': {
    draw: world.eeIsikukood,
    keys: ['isikukood'],
    sentences: [
      'isikukood {v} puudub',
      'Smart-ID login, isikukood {v}',
      'Isikukood: {v}',
      'klient isikukoodiga {v}',
    ],
  },
};

export const nationalSources: readonly Source[] = Object.entries(nationals).map(
  ([kind, { draw, keys, sentences }]) => {
    const value = ({ random }: { random: Random }): string => draw(random);
    return { kind: kind as NationalKind, keyed: [{ keys, value }], spoken: [{ sentences, value }] };
  },
);
