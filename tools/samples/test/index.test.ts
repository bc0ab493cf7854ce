import t from 'tap';
import * as samples from '../src/index.js';

void t.test('exports the generator and its helpers', (t) => {
  t.same(Object.keys(samples).sort(), [
    'generate',
    'otlpRequestOf',
    'plantKinds',
    'recordKinds',
    'toLines',
    'toNdjsonTruth',
  ]);
  t.end();
});
