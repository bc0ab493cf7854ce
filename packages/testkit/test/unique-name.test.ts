import t from 'tap';
import { uniqueName } from '../src/unique-name.js';

t.test('keeps the prefix, never repeats, and is valid as a topic and as a bucket', async (t) => {
  const names = new Set(Array.from({ length: 1000 }, () => uniqueName('raw')));
  t.equal(names.size, 1000);
  for (const name of names) if (!/^raw-[0-9a-f]{12}$/.test(name)) t.fail(name);
});
