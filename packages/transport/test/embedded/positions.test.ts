import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Positions, readFilePositions } from '../../src/embedded/positions.js';
import { streamOf } from '../../src/embedded/stream-name.js';

t.test('saves durably, for its owner only, and reads back', async (t) => {
  const dir = join(t.testdir({}), 'state');
  const positions = await Positions.open(dir);
  t.equal(positions.get('file-1'), undefined);
  await positions.save('file-1', { position: 10, generation: 0 });
  await Promise.all([
    positions.save('file-1', { position: 20, generation: 0 }),
    positions.save('file-2', { position: 5, generation: 1 }),
    positions.save('file-1', { position: 30, generation: 0 }),
  ]);
  const again = await Positions.open(dir);
  t.same(again.get('file-1'), { position: 30, generation: 0 });
  t.same(again.get('file-2'), { position: 5, generation: 1 });
  t.same(readdirSync(dir), ['positions.json']);
  t.equal(statSync(join(dir, 'positions.json')).mode & 0o777, 0o600);
});

t.test('a position is in the file once its promise resolved', async (t) => {
  const dir = t.testdir({});
  const positions = await Positions.open(dir);
  for (let position = 1; position <= 5; position++) {
    await positions.save('f', { position, generation: 0 });
    t.match(JSON.parse(readFileSync(join(dir, 'positions.json'), 'utf8')), {
      positions: { f: { position } },
    });
  }
});

t.test('refuses a damaged file instead of reading everything again', async (t) => {
  const bad = [
    '',
    '{',
    'null',
    '{"version":2,"positions":{}}',
    '{"version":1}',
    '{"version":1,"positions":null}',
    '{"version":1,"positions":{"f":null}}',
    '{"version":1,"positions":{"f":{"position":-1,"generation":0}}}',
    '{"version":1,"positions":{"f":{"position":1.5,"generation":0}}}',
    '{"version":1,"positions":{"f":{"position":1}}}',
  ];
  for (const text of bad) {
    const dir = t.testdir({ 'positions.json': text });
    await t.rejects(Positions.open(dir), {
      code: 'SJ_STATE_DAMAGED',
      message: `${dir}/positions.json holds no positions.`,
    });
    t.equal(readFileSync(join(dir, 'positions.json'), 'utf8'), text, 'and leaves it as it is');
  }
});

t.test('a directory that cannot be written is refused at once', async (t) => {
  const dir = t.testdir({ file: '' });
  await t.rejects(Positions.open(join(dir, 'file', 'state')), { code: 'SJ_STATE_UNWRITABLE' });
});

t.test('a failed save rejects and the next one tries again', async (t) => {
  const dir = t.testdir({});
  const positions = await Positions.open(dir);
  const temporary = join(dir, 'positions.json.tmp');
  mkdirSync(temporary);
  await t.rejects(positions.save('f', { position: 1, generation: 0 }), { code: 'SJ_STATE_UNWRITABLE' });
  rmSync(temporary, { recursive: true });
  await positions.save('f', { position: 2, generation: 0 });
  t.same((await Positions.open(dir)).get('f'), { position: 2, generation: 0 });
});

t.test('idle waits for the saves under way, also for failing ones', async (t) => {
  const dir = t.testdir({});
  const positions = await Positions.open(dir);
  let saved = 0;
  for (const position of [1, 2, 3]) void positions.save('f', { position, generation: 0 }).then(() => saved++);
  await positions.idle();
  t.equal(saved, 3);
  mkdirSync(join(dir, 'positions.json.tmp'));
  const failed = t.rejects(positions.save('f', { position: 4, generation: 0 }), {
    code: 'SJ_STATE_UNWRITABLE',
  });
  await positions.idle();
  await failed;
});

t.test('tells how far each stream was done, without taking the directory over', async (t) => {
  const dir = t.testdir({});
  t.same([...(await readFilePositions(join(dir, 'none')))], []);
  const positions = await Positions.open(dir);
  await positions.save('file-1', { position: 10, generation: 0 });
  await positions.save('file-2', { position: 5, generation: 1 });
  const streams = await readFilePositions(dir);
  t.equal(streams.get('file-1'), 10n);
  t.equal(streams.get(streamOf('file-2', 1)), 5n);
  t.equal(streams.get('file-2'), BigInt(Number.MAX_SAFE_INTEGER), 'a stream of before is done');
  writeFileSync(join(dir, 'positions.json'), '{');
  await t.rejects(readFilePositions(dir), { code: 'SJ_STATE_DAMAGED' });
  rmSync(join(dir, 'positions.json'));
  mkdirSync(join(dir, 'positions.json'));
  await t.rejects(readFilePositions(dir), { code: 'SJ_STATE_UNWRITABLE' });
});
