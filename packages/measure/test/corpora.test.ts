import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { examplesCorpus, readCorpora } from '../src/corpora.js';
import { totalsOf } from '../src/frames.js';
import { ruleset } from './support.js';

t.test('reads a file, or all logs of a folder and its folders', async (t) => {
  const dir = t.testdir({
    'README.md': 'not a log\n',
    'b.log': 'one\r\n\ntwo',
    json: { 'a.ndjson': '{"a":1}\n', 'c.jsonl.gz': gzipSync('{"b":2}\n{"c":3}\n'), 'empty.log': '\n' },
  });
  const corpora = await readCorpora(dir);
  t.same(
    corpora.map(({ name, frames }) => [name, totalsOf(frames).records]),
    [
      ['b.log', 2],
      ['json/a.ndjson', 1],
      ['json/c.jsonl.gz', 2],
    ],
  );
  const file = join(dir, 'b.log');
  t.match(await readCorpora(file), [{ name: file }]);
});

t.test('says so where there is nothing to read', async (t) => {
  const dir = t.testdir({ 'a.md': 'text' });
  await t.rejects(readCorpora(dir), { code: 'SJ_USAGE', message: /holds no records/ });
  await t.rejects(readCorpora(join(dir, 'missing')), { code: 'SJ_USAGE', message: /no file or folder/ });
});

t.test("makes a corpus of the rules' own examples", (t) => {
  t.equal(totalsOf(examplesCorpus(ruleset).frames).records, 3 * 6);
  t.end();
});
