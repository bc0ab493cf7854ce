import t from 'tap';
import { LineSlabs } from '../../src/canonical/line-slabs.js';

t.test('puts texts and bytes behind one another, in UTF-8', async (t) => {
  const slabs = new LineSlabs();
  t.equal(slabs.join('é{', Buffer.from('"x"'), '}\n').toString(), 'é{"x"}\n');
  t.equal(slabs.join('only', Buffer.alloc(0), '').toString(), 'only');
});

t.test('a line stays as it is when others follow, also beyond a slab', async (t) => {
  const slabs = new LineSlabs();
  const texts = Array.from({ length: 400 }, (_, i) => `${String(i)} ${'é'.repeat(i)}`);
  const lines = texts.map((text) => slabs.join(text, Buffer.alloc(0), '\n'));
  t.strictSame(
    lines.map(String),
    texts.map((text) => `${text}\n`),
  );
});

t.test('a line may be larger than any slab', async (t) => {
  const long = 'é'.repeat(100_000);
  const line = new LineSlabs().join(long, Buffer.from('x'), long);
  t.equal(line.toString(), `${long}x${long}`);
});
