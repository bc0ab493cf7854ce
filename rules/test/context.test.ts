import { compileRuleset, defaultLimits, detectRecord, type EngineFormat } from '@scrubjay/engine';
import t from 'tap';
import { packs } from './load.js';

const personal = packs.filter(({ file }) => /\/(?:pii|health)\.yaml$/.test(file));
const ruleset = compileRuleset({ packs: personal });

/** The record with every finding replaced by the detector's id in angle brackets. */
function hide(text: string, format: EngineFormat = 'text'): string {
  const bytes = Buffer.from(text);
  const result = detectRecord(ruleset, bytes, format, defaultLimits);
  if (!('findings' in result)) return result.withheld;
  let hidden = '';
  let at = 0;
  for (const { start, end, detector } of result.findings) {
    if (start < at) continue;
    hidden += `${bytes.toString('utf8', at, start)}<${detector}>`;
    at = end;
  }
  return hidden + bytes.toString('utf8', at);
}

t.test('a support chat keeps its sentence but no name, address or date of birth', (t) => {
  t.equal(
    hide(
      'Hi, my name is Jane Example and I live at 12 Sample Street, Anytown, WA 98065, born 22 July 1972, ' +
        'call me at (202) 555-0143',
    ),
    'Hi, my name is <person-name> and I live at <postal-address>, born <birth-date>, call me at <phone-national>',
  );
  t.equal(
    hide('Mein Name ist Erika Mustermann, geboren am 12.08.1964, wohnhaft Musterweg 5, 12345 Musterstadt'),
    'Mein Name ist <person-name>, geboren am <birth-date>, wohnhaft <postal-address>',
  );
  t.end();
});

t.test('what a user tells about her body is hidden, in English and German', (t) => {
  t.equal(
    hide('I am 8 weeks pregnant, had severe cramps and took ibuprofen 400 mg'),
    'I am <pregnancy-week>, had <symptom> and took <medication>',
  );
  t.equal(
    hide('letzte Periode am 03.01.2026, Zyklustag 14, starke Kopfschmerzen, Blutdruck 120/80 mmHg'),
    'letzte Periode am <period-date>, Zyklustag <menstrual-cycle>, <symptom>, Blutdruck <blood-pressure>',
  );
  t.end();
});

t.test('lines of operations that use the words of health are left alone', (t) => {
  const lines = [
    'billing cycle length: 30 days',
    'grace period ended 2026-01-01, retention period 30 days',
    'upstream a weight=5 max_fails=3, cpu temperature: 41.0',
    'Thermal pressure state: 1 Memory pressure state: 0',
    'POST /api/v1/cycles 201 12ms, container cycle-tracker ready',
    'index type IVF with nlist 1024, faiss vector index',
    'battery discharge 3 %/h, alert fatigue is real, insomnia client 8.4',
    'transaction aborted, abort count 3',
    'Cache-Control: max-age=3600, Age: 3600',
    'retry in 5s, sleep: 500, worker slept 15 seconds',
    '0.0.0.0 - PhoneStatusBar 06.758  2227  2227 I setSystemUiVisibility',
  ];
  for (const line of lines) t.equal(hide(line), line);
  t.end();
});

t.test('a weak field name counts beside a word of its kind, and not elsewhere', (t) => {
  const pairs = [
    ['{"height":168,"bmi":22}', '{"width":320,"height":168,"weight":62}', 'body-height'],
    ['{"cycleDay":12,"temperature":36.6}', '{"sensor":"cpu0","temperature":36.6}', 'body-temperature'],
    ['{"flow":"light","period":"x"}', '{"flow":"login","state":"ok"}', 'menstrual-flow'],
    ['{"plz":"10969","ort":"Berlin"}', '{"ort":"oben","teil":2}', 'residence'],
    ['{"userPrincipalName":"x","displayName":"J"}', '{"policy":"p","displayName":"MFA"}', 'person-name'],
  ] as const;
  for (const [near, alone, detector] of pairs) {
    t.match(hide(near, 'json'), `<${detector}>`);
    t.equal(hide(alone, 'json'), alone);
  }
  t.end();
});
