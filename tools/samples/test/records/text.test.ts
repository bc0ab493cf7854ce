import t from 'tap';
import { generate } from '../../src/generate.js';
import type { Kind } from '../../src/types.js';

const startTimeMs = Date.UTC(2026, 2, 7, 4, 5, 6, 789);

function texts(kind: Kind): string[] {
  return [...generate({ seed: 41, count: 2_000, mix: { [kind]: 1 }, startTimeMs })].map(
    (record) => record.text,
  );
}

void t.test('nginx lines are in the combined format', (t) => {
  const combined =
    /^[0-9a-f.:]+ - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}(?::\d\d){3} \+0000\] "[A-Z]+ \/\S* HTTP\/1\.1" \d{3} \d+ "[^"]+" "[^"]+"$/;
  const lines = texts('nginx');
  t.ok(lines.every((line) => combined.test(line)));
  t.ok(lines[0]?.includes('[07/Mar/2026:04:05:06 +0000]'));
  t.end();
});

void t.test('syslog lines are RFC 3164 or RFC 5424', (t) => {
  const bsd = /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d (?:\d\d:){2}\d\d [\w-]+ [\w/]+\[\d+\]: \S/;
  const ietf = /^<\d{1,3}>1 \d{4}-\d\d-\d\dT[\d:.]+Z [\w-]+ [\w/]+ \d+ - \[luma@32473 event_id="[\w-]+"\] \S/;
  const lines = texts('syslog');
  t.ok(lines.every((line) => bsd.test(line) || ietf.test(line)));
  t.ok(lines.some((line) => line.includes('>Mar  7 04:05:')));
  t.ok(lines.some((line) => ietf.test(line)));
  t.end();
});

void t.test('key=value lines parse', (t) => {
  const lines = texts('kv');
  t.ok(lines.every((line) => /^(?:[a-z_]+=(?:"[^"]*"|[^ "]+)(?: |$))+$/.test(line)));
  t.ok(lines[0]?.startsWith('ts=2026-03-07T04:05:06.789Z '));
  t.end();
});

void t.test('Java records are a log line and its stack trace', (t) => {
  const line =
    /^(?:\d{4}-\d\d-\d\d [\d:]{8},\d{3} ERROR |[\w.]+Exception: |\tat [\w.$/]+\([\w.]+:\d+\) ~\[|Caused by: |\t\.\.\. \d+ common)/;
  const records = texts('java');
  t.ok(records.every((text) => text.split('\n').every((part) => line.test(part))));
  t.ok(records.some((text) => text.includes('\nCaused by: ')));
  t.ok(records[0]?.startsWith('2026-03-07 04:05:06,789 ERROR'));
  t.end();
});
