import t from 'tap';
import { Random } from '../src/random.js';

void t.test('a seed decides the sequence', (t) => {
  const draw = (seed: number): string => new Random(seed).hex(40);
  t.equal(draw(1), draw(1));
  t.not(draw(1), draw(2));
  t.end();
});

void t.test('numbers stay in their bounds and reach both ends', (t) => {
  const random = new Random(9);
  const seen = new Set(Array.from({ length: 1000 }, () => random.between(3, 6)));
  t.same([...seen].sort(), [3, 4, 5, 6]);
  t.end();
});

void t.test('uuids are of version 4', (t) => {
  t.match(new Random(9).uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.end();
});

void t.test('chance keeps its probability', (t) => {
  const random = new Random(9);
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length;
  t.ok(Math.abs(hits - 3000) < 200);
  t.end();
});
