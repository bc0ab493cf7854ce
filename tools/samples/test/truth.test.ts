import t from 'tap';
import { generate } from '../src/generate.js';
import { toNdjsonTruth } from '../src/truth.js';

void t.test('is one line of JSON with everything but the text', (t) => {
  for (const record of generate({ seed: 71, count: 500 })) {
    const line = toNdjsonTruth(record);
    const { id, ids, kind, service, timestampMs, planted } = record;
    t.notMatch(line, /\n/);
    t.same(JSON.parse(line), { id, ...(ids.length > 1 ? { ids } : {}), kind, service, timestampMs, planted });
  }
  t.end();
});
