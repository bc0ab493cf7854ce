import t from 'tap';
import { readPieces } from '../../src/joins/frame-pieces.js';
import type { EngineFormat } from '../../src/types.js';
import { frameOf } from '../support.js';

/** Who was taken, by place, and where the text ended. */
function read(records: string[], format: EngineFormat, isOpen: boolean): (number | 'end')[] {
  const input = frameOf(records, format);
  let end = 0;
  const ends = input.lengths.map((length) => (end += length));
  const events: (number | 'end')[] = [];
  readPieces(input, ends, isOpen, {
    take: (record) => events.push(record),
    endText: () => events.push('end'),
  });
  return events;
}

const cri = '2026-01-02T03:04:05.123456789Z stdout F hello';

t.test('takes a line that may go on the one before it, and that one', async (t) => {
  const records = ['boom', '\tat a', ' at b', 'quiet', 'quiet', 'boom', cri, 'Caused by: x', 'calm'];
  t.strictSame(read(records, 'text', false), ['end', 0, 1, 2, 'end', 'end', 'end', 6, 5, 7, 'end']);
  t.strictSame(read(['\tat a'], 'text', false), [0]);
});

t.test('takes all lines where a text is open already', async (t) => {
  t.strictSame(read(['one', cri, 'two'], 'text', true), [0, 1, 2]);
});

t.test('tells the lines of a container from others that begin with a time', async (t) => {
  const others = [
    '2026-01-02T03:04:05Z stdin F hello',
    '2026-01-02T03:04:05Z started',
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05 stdout F no zone',
    `2026-01-02T${'1'.repeat(100)} stdout F long`,
  ];
  t.strictSame(
    read(others, 'text', false),
    others.map(() => 'end'),
  );
  t.strictSame(read([cri, cri.replace('stdout', 'stderr')], 'text', false), [0, 1]);
});

t.test('takes of JSON what a container runtime wrote', async (t) => {
  const docker = '{"log":"a\\n","stream":"stdout"}';
  t.strictSame(read(['{"a":1}', docker, '{"log":1}', '{"level":"x"}'], 'json', false), [1]);
  const marked = '{"message":"a","logtag":"P"}';
  t.strictSame(read(['{"a":1}', marked, docker], 'json', false), [1, 2]);
  t.strictSame(read(['{"message":"a","partial_message":"true"}', '1'], 'json', true), [0]);
});
