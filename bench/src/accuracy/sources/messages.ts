export interface Message {
  readonly text: string;
  /** German messages hold German names, dates and words. */
  readonly language: 'en' | 'de';
}

/** What people write to a help desk and what a clerk notes down: several kinds in one text. `{kind}` stands for a value of that kind. */
export const messages: readonly Message[] = [
  {
    text: 'Hi, my name is {person-name}. Order {n} never arrived, please write to {email} or call {phone}.',
    language: 'en',
  },
  {
    text: 'Guten Tag, mein Name ist {person-name}. Bitte erstatten Sie den Betrag auf {iban}. Sie erreichen mich unter {phone}.',
    language: 'de',
  },
  {
    text: 'Ticket {id}: customer {person-name} <{email}> wants the invoice sent to {address}',
    language: 'en',
  },
  { text: 'Rückfrage zu Auftrag {n}: {person-name}, wohnhaft in {address}, Tel. {phone}', language: 'de' },
  {
    text: 'Dear <<Mrs. >>{person-name}, we charged your card {card-number} and sent a receipt to {email}.',
    language: 'en',
  },
  {
    text: 'Sehr geehrte <<Frau >>{person-name}, Ihre neue Anschrift {address} wurde gespeichert. Bestätigung ging an {email}.',
    language: 'de',
  },
  {
    text: 'patient {person-name}, born {birth-date}, was diagnosed with {diagnosis} and takes {medication}',
    language: 'en',
  },
  {
    text: 'Patientin {person-name}, geb. {birth-date}, klagt über {symptom}; verordnet: {medication}',
    language: 'de',
  },
  { text: 'login of {email} from {ipv4} with device MAC {mac}', language: 'en' },
  { text: 'user {email} logged in from {ipv6}, device_id={device-id}', language: 'en' },
  { text: 'transfer from {iban} to {iban} by {person-name} rejected', language: 'en' },
  { text: 'Überweisung an {person-name}, IBAN {iban}, BIC {bic} fehlgeschlagen', language: 'de' },
];
