import RE2 from 're2';
import t from 'tap';
import { renamePattern, renameWord } from '../../src/rules/rename-letters.js';
import { variantSteps } from '../../src/rules/variants.js';

t.test('makes another word of each step, as long and with the same capitals', (t) => {
  const words = variantSteps.map((step) => renameWord('User_id-7', step));
  t.equal(new Set([...words, 'User_id-7']).size, 4);
  for (const word of words) t.match(word, /^[A-Z][a-z]{3}_[a-z]{2}-7$/);
  t.end();
});

t.test('renames the literals of a pattern and none of its syntax', (t) => {
  const syntax = ['(?i)', '\\b', '[A-Za-z[:alpha:]\\]]', '(?P<value>', '\\p{Greek}', '\\x41', '\\x{20AC}', '(?:', '{2,3}'];
  const pattern = `${syntax.slice(0, 3).join('ghp')}${syntax[3] ?? ''}token\\p{Greek}\\x41\\x{20AC}(?:day){2,3})`;
  const renamed = renamePattern(pattern, 1);
  for (const piece of syntax) t.ok(renamed.includes(piece), piece);
  t.notMatch(renamed, /ghp|token|day/);
  t.doesNotThrow(() => new RE2(renamed));
  t.equal(renamePattern('[0-9]{8}\\d+', 1), '[0-9]{8}\\d+');
  t.end();
});
