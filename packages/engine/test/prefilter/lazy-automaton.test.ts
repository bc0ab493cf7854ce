import { Buffer } from 'node:buffer';
import t from 'tap';
import { bytes, bytesIn, concat, literal, repeat } from '../../src/prefilter/byte-tree.js';
import { LazyAutomaton } from '../../src/prefilter/lazy-automaton.js';
import { Positions } from '../../src/prefilter/positions.js';

function automatonOf(...nodes: Parameters<Positions['addAll']>[0]): LazyAutomaton {
  const positions = new Positions();
  positions.addAll(nodes);
  return new LazyAutomaton(positions);
}

/** What is complete behind each byte. */
function read(automaton: LazyAutomaton, text: string): (readonly number[])[] {
  let state = 0;
  return [...Buffer.from(text)].map((byte) => {
    state = automaton.next(state, automaton.classes[byte] ?? -1);
    const accept = automaton.acceptOf(state);
    return accept < 0 ? [] : (automaton.accepts[accept] ?? []);
  });
}

const word = (text: string): ReturnType<typeof literal> => literal(Buffer.from(text), false);

t.test('bytes that no set tells apart are one class', async (t) => {
  const { classes } = automatonOf(word('ab'), bytes(bytesIn('bcd')));
  t.equal(new Set(classes).size, 4);
  t.equal(classes[0x63], classes[0x64]);
  t.equal(classes[0x78], classes[0xff]);
});

t.test('factors that are complete at one byte are told together', async (t) => {
  const automaton = automatonOf(word('abc'), word('bc'), word('c'), word('x'));
  t.strictSame(read(automaton, 'abcxc'), [[], [], [0, 1, 2], [3], [2]]);
  t.strictSame(read(automaton, 'bc'), [[], [1, 2]]);
});

t.test('a newline stands before the first byte', async (t) => {
  const automaton = automatonOf(concat([bytes(bytesIn('\n"')), word('a')]));
  t.strictSame(read(automaton, 'aa"a\na'), [[0], [], [], [0], [], [0]]);
});

t.test('states are made when they are reached, each once, and forgotten together', async (t) => {
  const automaton = automatonOf(word('abc'), repeat(bytes(bytesIn('z')), 2, 2));
  t.equal(automaton.stateCount, 1);
  read(automaton, 'abab');
  const { stateCount } = automaton;
  t.equal(stateCount, 3, 'the first one, behind a, behind ab');
  read(automaton, 'xababxa');
  t.equal(automaton.stateCount, stateCount);
  const before = read(automaton, 'abczzz');
  const accepts = [...automaton.accepts];
  automaton.reset();
  t.equal(automaton.stateCount, 1);
  t.strictSame(read(automaton, 'abczzz'), before);
  t.strictSame(automaton.accepts, accepts, 'numbers keep their meaning');
});
