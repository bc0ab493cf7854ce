import type { Source, Value, World } from '../world.js';
import { healthTerms, icd10 } from '../values/health.js';
import type { Random } from '../random.js';

const day = (random: Random): string => `2026-${random.padded(1, 6, 2)}-${random.padded(1, 28, 2)}`;
const term =
  (kind: keyof typeof healthTerms, language: 'en' | 'de') =>
  (world: World): string =>
    world.pickOwn(healthTerms[kind][language]);

/** A field holds a date, a number, a flag, a word or a list of words. */
const dateValue = ({ random }: World): Value => day(random);
const flag = ({ random }: World): Value => random.chance(0.5);
const number =
  (least: number, most: number) =>
  ({ random }: World): Value =>
    random.int(least, most);
const decimal =
  (least: number, most: number) =>
  ({ random }: World): Value =>
    Number((random.int(least * 10, most * 10) / 10).toFixed(1));
const words =
  (kind: keyof typeof healthTerms) =>
  (world: World): Value =>
    world.random.chance(0.4) ? [term(kind, 'en')(world), term(kind, 'en')(world)] : term(kind, 'en')(world);

interface Health {
  readonly keyed: readonly (readonly [keys: readonly string[], value: (world: World) => Value])[];
  readonly en: readonly string[];
  readonly de: readonly string[];
}

const both = (kind: keyof typeof healthTerms, health: Health): Source => ({
  kind,
  keyed: health.keyed.map(([keys, value]) => ({ keys, value })),
  spoken: [
    { sentences: health.en, value: term(kind, 'en') },
    { sentences: health.de, value: term(kind, 'de') },
  ],
});

const termSources: readonly Source[] = [
  both('cycle', {
    keyed: [
      [['last period start', 'period start date', 'last menstruation', 'cycle start'], dateValue],
      [['cycle length', 'cycle day', 'period length', 'menstrual cycle length'], number(2, 35)],
      [
        ['menstrual flow', 'period flow', 'menstrual bleeding', 'bleeding intensity'],
        ({ random }) => random.pick(['light', 'medium', 'heavy', 'spotting']),
      ],
    ],
    en: [
      'user logged {v}',
      'I have had {v} for a week',
      'reminder: {v} expected tomorrow',
      'entry saved: {v}, day {n}',
    ],
    de: [
      'Eintrag gespeichert: {v}',
      'Ich habe seit Tagen {v}',
      'Nutzerin meldet {v}',
      'Erinnerung: {v} in zwei Tagen',
    ],
  }),
  both('pregnancy', {
    keyed: [
      [['pregnancy week', 'gestational age', 'weeks pregnant', 'schwangerschaftswoche'], number(4, 41)],
      [['is pregnant', 'pregnant', 'pregnancy', 'schwanger'], flag],
      [['expected delivery date', 'pregnancy due date', 'entbindungstermin'], dateValue],
      [
        ['pregnancy test', 'pregnancy test result', 'hcg test', 'schwangerschaftstest'],
        ({ random }) => random.pick(['positive', 'negative']),
      ],
    ],
    en: ['she reports: {v}', 'user reported: {v}', 'chat message: {v}, what now?', 'note for midwife: {v}'],
    de: [
      'Sie schreibt: {v}',
      'Nutzerin meldet: {v}',
      'Hinweis an Hebamme: {v}',
      'Patientin {v}, bitte Termin',
    ],
  }),
  both('fertility', {
    keyed: [
      [['ovulation date', 'ovulation day', 'fertile window start', 'eisprung'], dateValue],
      [
        ['ovulation test', 'lh test', 'opk result', 'ovulation test result'],
        ({ random }) => random.pick(['positive', 'negative', 'peak']),
      ],
      [
        ['cervical mucus', 'cervical fluid', 'zervixschleim'],
        ({ random }) => random.pick(['eggwhite', 'creamy', 'sticky', 'dry']),
      ],
      [['trying to conceive', 'ttc', 'kinderwunsch'], flag],
    ],
    en: ['we are in {v}', 'user started {v}', 'notification: {v} begins', 'patient asks about {v}'],
    de: ['Wir sind in {v}', 'Nutzerin trackt {v}', 'Mitteilung: {v} beginnt', 'Frage zu {v}'],
  }),
  both('contraception', {
    keyed: [
      [
        [
          'contraception',
          'contraceptive',
          'birth control',
          'contraception method',
          'contraceptive method',
          'verhuetung',
        ],
        words('contraception'),
      ],
      [['pill taken', 'took pill', 'pill intake'], flag],
    ],
    en: [
      'user switched to {v}',
      'I forgot my {v} yesterday',
      'method changed: {v}',
      'started {v} last month',
    ],
    de: ['Ich nehme {v}', 'Methode geändert: {v}', 'Nutzerin verwendet {v}', 'Frage zu {v} und Schmerzen'],
  }),
  both('sexual-activity', {
    keyed: [
      [
        ['sexual activity', 'sex life', 'intercourse', 'had sex'],
        ({ random }) => random.pick(['protected', 'unprotected', 'none', 'masturbation']),
      ],
      [
        ['sex drive', 'libido', 'protected sex', 'unprotected sex'],
        ({ random }) => random.pick(['high', 'low', 'medium', 'yes']),
      ],
      [
        ['sexual orientation', 'sexual orientation'],
        ({ random }) => random.pick(['gay', 'lesbian', 'bisexual', 'straight']),
      ],
    ],
    en: ['user logged {v}', 'we had {v} on Sunday', 'entry: {v}', 'I had {v} last night'],
    de: ['Eintrag: {v}', 'Nutzerin protokolliert {v}', 'Wir hatten {v}', 'Ich hatte am Montag {v}'],
  }),
  both('symptom', {
    keyed: [
      [['symptoms', 'symptom', 'symptom list', 'complaints', 'symptome', 'beschwerden'], words('symptom')],
    ],
    en: [
      'patient reports {v}',
      'user logged symptom {v}',
      'I am suffering from {v}',
      'symptoms: {v}',
      'she complains of {v}',
      'symptom entry: {v}',
    ],
    de: [
      'Patientin klagt über {v}',
      'Symptome: {v}',
      'Ich leide unter {v}',
      'Symptom {v} eingetragen',
      'Patient hat seit gestern {v}',
      'Beschwerden: {v}',
    ],
  }),
  both('diagnosis', {
    keyed: [
      [
        ['diagnosis', 'diagnoses', 'medical condition', 'diagnose', 'diagnosen', 'medical conditions'],
        words('diagnosis'),
      ],
      [['icd10', 'icd 10', 'diagnosis code', 'icd code', 'icd', 'icd10 code'], ({ random }) => icd10(random)],
    ],
    en: [
      'patient was diagnosed with {v}',
      'diagnosis: {v}',
      'I have {v} and need advice',
      'history of {v}',
      'treated for {v}',
      'my doctor says I have {v}',
    ],
    de: [
      'Diagnose: {v}',
      'bei der Patientin wurde {v} diagnostiziert',
      'Ich habe {v}',
      'Verdacht auf {v}',
      'leidet an {v}',
      'Befund: {v}',
    ],
  }),
  both('medication', {
    keyed: [
      [
        [
          'medication',
          'medications',
          'drug',
          'medicine',
          'medikament',
          'medikamente',
          'prescription',
          'current medication',
        ],
        words('medication'),
      ],
      [['dosage', 'medication dose', 'drug dose'], ({ random }) => `${random.int(1, 40) * 25} mg`],
    ],
    en: [
      'patient takes {v}<< 400 mg>>',
      'prescribed {v}<< 50 mg>> daily',
      'refill request for {v}',
      'medication: {v}',
      'I am on {v}',
      'reminder to take {v}',
    ],
    de: [
      'Patient nimmt {v}<< 20 mg>>',
      'Rezept für {v} ausgestellt',
      'Medikament: {v}',
      'Ich nehme {v} gegen Schmerzen',
      'verordnet: {v}<< 1-0-1>>',
      'Einnahme von {v} vergessen',
    ],
  }),
  both('mood', {
    keyed: [[['mood', 'moods', 'mood entry', 'mood log', 'stimmung', 'emotion'], words('mood')]],
    en: ['mood: {v}', 'user logged mood {v}', 'patient feels {v}', 'mood entry: {v}'],
    de: ['Stimmung: {v}', 'Nutzerin fühlt sich {v}', 'Stimmungseintrag: {v}', 'Patient wirkt {v}'],
  }),
];

const codes = ({ random }: World): string => icd10(random);

const numberSources: readonly Source[] = [
  {
    kind: 'diagnosis',
    keyed: [],
    spoken: [
      {
        sentences: [
          'ICD-10 {v} coded',
          'Diagnose {v} gesichert',
          'diagnosis code {v}',
          'ICD {v} (gesichert)',
        ],
        value: codes,
      },
    ],
  },
  {
    kind: 'lab-value',
    keyed: [
      [['hba1c', 'tsh', 'blood glucose', 'ferritin', 'cholesterol', 'progesterone'], decimal(1, 12)],
      [['estradiol', 'hcg', 'hemoglobin', 'blood sugar', 'blutzucker', 'testosterone'], decimal(4, 200)],
      [
        ['blood pressure', 'blutdruck'],
        ({ random }: World): Value => `${random.int(95, 180)}/${random.int(60, 110)}`,
      ],
      [['heart rate', 'resting heart rate'], number(48, 160)],
    ].map(([keys, value]) => ({ keys, value })) as Source['keyed'],
    spoken: [
      {
        sentences: [
          'HbA1c: {v}<< %>>',
          'TSH {v}<< mIU/l>> in lab report',
          'lab result: ferritin {v}<< ng/ml>>',
          'Blutzucker {v}<< mg/dl>>',
        ],
        value: ({ random }) => (random.int(100, 950) / 100).toFixed(2),
      },
      {
        sentences: [
          'blood pressure {v}<< mmHg>>',
          'Blutdruck {v} gemessen',
          'BP {v}<< mmHg>> at rest',
          'Blutdruck: {v}',
        ],
        value: ({ random }) => `${random.int(95, 180)}/${random.int(60, 110)}`,
      },
    ],
  },
  {
    kind: 'body-measure',
    keyed: [
      { keys: ['body weight', 'weight kg', 'koerpergewicht', 'weight in kg'], value: decimal(45, 120) },
      { keys: ['body height', 'height cm', 'koerpergroesse', 'height in cm'], value: number(148, 203) },
      {
        keys: ['body temperature', 'basal body temperature', 'bbt', 'basaltemperatur'],
        value: decimal(36, 39),
      },
      { keys: ['bmi', 'body mass index'], value: decimal(17, 35) },
    ],
    spoken: [
      {
        sentences: [
          'patient weighs {v}<< kg>>',
          'body weight {v}<< kg>>',
          'Körpergewicht: {v}<< kg>>',
          'Ich wiege {v}<< kg>>',
        ],
        value: ({ random }) => String(random.int(45, 120)),
      },
      {
        sentences: [
          'basal body temperature {v}<< °C>>',
          'Basaltemperatur {v}<< °C>>',
          'body temperature: {v}<< °C>>',
          'Körpertemperatur {v}<< °C>>',
        ],
        value: ({ random }) => `36.${random.int(10, 95)}`,
      },
    ],
  },
];

export const healthSources: readonly Source[] = [...termSources, ...numberSources];
