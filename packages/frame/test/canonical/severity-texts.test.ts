import { Buffer } from 'node:buffer';
import t from 'tap';
import { SeverityTexts } from '../../src/canonical/severity-texts.js';

/** What is written for a value in the middle of a record. */
function read(texts: SeverityTexts, value: string): string {
  const bytes = Buffer.from(`{"level":${value}}`);
  const start = '{"level":'.length;
  return texts.read(bytes, start, start + Buffer.byteLength(value)).toString();
}

t.test('writes a level once and for all', async (t) => {
  const texts = new SeverityTexts();
  const info = read(texts, '"info"');
  t.match(info, /^"severity_text":"info","severity_number":9,$/i);
  t.equal(read(texts, '"info"'), info);
  t.not(read(texts, '"inf0"'), info);
  t.match(read(texts, '50'), /"severity_number":17,/);
  t.equal(read(texts, '""'), '');
});

t.test('reads more levels than are remembered', async (t) => {
  const texts = new SeverityTexts();
  for (let at = 0; at < 40; at += 1) read(texts, `"x${String(at)}"`);
  for (let round = 0; round < 2; round += 1) t.match(read(texts, '"error"'), /"severity_number":17,/);
});
