import t from 'tap';
import { LineSplitter, type Line } from '../../src/embedded/line-splitter.js';

const limits = { maxRecordBytes: 8, maxPieceBytes: 16 };

function textOf({ bytes, position, isOversized, piece }: Line): string {
  return `${position}:${bytes.toString('latin1')}${isOversized ? '!' : ''}${piece === undefined ? '' : `#${piece}`}`;
}

function split(
  chunks: readonly string[],
  more: { position?: number; startsInLine?: boolean } = {},
): string[] {
  const splitter = new LineSplitter({ ...limits, ...more });
  const lines = chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk, 'latin1')));
  return [...lines, ...splitter.end()].map(textOf);
}

t.test('LF and CRLF end a line, also across chunks; a last line without one counts', (t) => {
  t.same(split(['a\nb\r', '\n\n', 'c']), ['0:a', '2:b', '5:', '6:c']);
  t.same(split(['a\r']), ['0:a\r'], 'a CR alone is content');
  t.same(split(['a\rb\r\r\n']), ['0:a\rb\r']);
  t.same(split(['']), []);
  t.same(split(['\n']), ['0:']);
  t.end();
});

t.test('a line longer than a record is whole and marked', (t) => {
  t.same(split(['12345678\r\n123456789\n']), ['0:12345678', '10:123456789!']);
  t.end();
});

t.test('a line longer than a piece is cut, each piece marked and numbered, none empty', (t) => {
  const long = '0123456789abcdef';
  t.same(split([`${long}\r\n`]), [`0:${long}!`]);
  t.same(split([long, '\r', '\n', 'x\n']), [`0:${long}!`, '18:x']);
  t.same(split([`${long}gh\nx`]), [`0:${long}!#0`, '16:gh!#1', '19:x']);
  t.same(split([`${long}${long}g`]), [`0:${long}!#0`, `16:${long}g!#1`]);
  t.same(split([`${long}${long}gh\n`]), [`0:${long}!#0`, `16:${long}!#1`, '32:gh!#2']);
  t.end();
});

t.test('the resume position stays before a line in pieces until it is whole', (t) => {
  const splitter = new LineSplitter({ ...limits, position: 100 });
  splitter.push(Buffer.from('a\n0123456789abcdefghi'));
  t.equal(splitter.resumePosition, 102);
  splitter.push(Buffer.from('\nb'));
  t.equal(splitter.resumePosition, 122);
  splitter.end();
  t.equal(splitter.resumePosition, 123);
  t.end();
});

t.test('the rest of a line begun earlier is marked as oversized', (t) => {
  t.same(split(['rest\nnext\n'], { position: 7, startsInLine: true }), ['7:rest!', '12:next']);
  t.end();
});
