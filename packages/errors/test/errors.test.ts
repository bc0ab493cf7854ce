import { readFileSync } from 'node:fs';
import t from 'tap';
import {
  ScrubjayError,
  catalogue,
  describeForeign,
  isSafeName,
  isScrubjayError,
  toScrubjayError,
} from '../src/index.js';
import { renderErrorsPage } from '../src/docs.js';

t.test('an error carries code, place, mend and exit code of its catalogue entry', async (t) => {
  const error = new ScrubjayError('SJ_KAFKA_UNREACHABLE', 'No broker of localhost:1 answers.');
  t.equal(error.code, 'SJ_KAFKA_UNREACHABLE');
  t.equal(error.retryable, true);
  t.equal(error.exitCode, 3);
  t.equal(error.toLine(), `SJ_KAFKA_UNREACHABLE: No broker of localhost:1 answers. ${error.fix}`);
  t.notOk('cause' in error);
});

t.test('the place that throws may know better than the catalogue', async (t) => {
  const cause = new Error('x');
  const error = new ScrubjayError('SJ_INTERNAL', 'm', { fix: 'Do that.', retryable: true, cause });
  t.equal(error.fix, 'Do that.');
  t.equal(error.retryable, true);
  t.equal(error.cause, cause);
});

t.test('recognises errors by brand and is safe for any value', async (t) => {
  t.ok(isScrubjayError(new ScrubjayError('SJ_USAGE', 'm')));
  for (const other of [undefined, null, 1, 'SJ_USAGE', {}, new Error('x')]) t.notOk(isScrubjayError(other));
});

t.test('wraps foreign errors without their text', async (t) => {
  const foreign = Object.assign(new Error('secret value 4111111111111111'), { code: 'ECONNREFUSED' });
  const wrapped = toScrubjayError(foreign, 'SJ_STORE_UNREACHABLE', 'Listing failed');
  t.equal(wrapped.message, 'Listing failed (ECONNREFUSED).');
  t.equal(wrapped.cause, foreign);
  const own = new ScrubjayError('SJ_USAGE', 'm');
  t.equal(toScrubjayError(own, 'SJ_INTERNAL', 'x'), own);
});

t.test('names a foreign error only by what is safe to print', async (t) => {
  t.equal(describeForeign('text with content'), 'string');
  t.equal(describeForeign(null), 'object');
  t.equal(describeForeign({ code: 'has spaces and content' }), 'Error');
  t.equal(describeForeign({ code: 5, type: 'NOT_LEADER' }), 'NOT_LEADER');
  t.equal(describeForeign(new TypeError('x')), 'TypeError');
});

t.test('a number or token that stands where a name is expected is not taken for one', async (t) => {
  t.equal(describeForeign({ code: '4111111111111111' }), 'Error');
  t.equal(describeForeign({ code: 'sk_live_51HyQ8aX2c9D', name: 'SyntaxError' }), 'SyntaxError');
  for (const name of ['ECONNREFUSED', 'E2BIG', 'KMS.ThrottlingException', 'ERR_HTTP2_ERROR', 'DEP0040'])
    t.ok(isSafeName(name), name);
  for (const text of ['', '4x', 'a b', 'jane@example.com', 'a'.repeat(65)]) t.notOk(isSafeName(text), text);
});

t.test('docs/errors.md lists exactly the catalogue', async (t) => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  t.equal(page, renderErrorsPage());
  for (const code of Object.keys(catalogue)) t.match(code, /^SJ_[A-Z_]+$/);
});
