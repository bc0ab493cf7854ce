import type { Profiler } from 'node:inspector';

interface Node {
  /** `function url`; the url as V8 writes it, empty for native code. */
  readonly frame: readonly [name: string, url: string];
  /** Milliseconds of its own. */
  readonly self?: number;
  readonly calls?: readonly Node[];
}

export const engine = (file: string): string => `file:///app/packages/engine/dist/${file}.js`;

/** A profile of the given tree of calls, one sample for each node's own time. */
export function profileOf(root: Node): Profiler.Profile {
  const nodes: Profiler.ProfileNode[] = [];
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  const add = ({ frame: [functionName, url], self = 0, calls = [] }: Node): number => {
    const id = nodes.length + 1;
    const node: Profiler.ProfileNode = {
      id,
      callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
    };
    nodes.push(node);
    samples.push(id);
    timeDeltas.push(self * 1000);
    node.children = calls.map(add);
    return id;
  };
  add(root);
  return { nodes, samples, timeDeltas, startTime: 0, endTime: 0 };
}

/** Two passes over frames, work before them, and the garbage collector: 1000 ms from `redactFrame` on. */
export const handMade = profileOf({
  frame: ['(root)', ''],
  calls: [
    { frame: ['(garbage collector)', ''], self: 100 },
    { frame: ['(program)', ''], self: 50 },
    { frame: ['compileRuleset', engine('compile/compile-ruleset')], self: 5000 },
    {
      frame: ['main', 'file:///app/bench/dist/flame.js'],
      self: 7,
      calls: [
        {
          frame: ['redactFrame', engine('apply/redact')],
          self: 20,
          calls: [
            {
              frame: ['scan', engine('kernel/wasm-kernel')],
              self: 30,
              calls: [
                {
                  frame: ['wasm-function[6]', 'wasm://wasm/1'],
                  self: 100,
                  calls: [{ frame: ['wasm-function[5]', 'wasm://wasm/1'], self: 200 }],
                },
              ],
            },
            {
              frame: ['read', engine('kernel/json-kernel')],
              calls: [{ frame: ['f', 'wasm://wasm/2'], self: 60 }],
            },
          ],
        },
        {
          frame: ['redactFrame', engine('apply/redact')],
          self: 10,
          calls: [
            {
              frame: ['findNext', engine('scan/scan-record')],
              self: 80,
              calls: [
                { frame: ['', ''], self: 150 },
                { frame: ['set unicodeWarningLevel', ''], self: 50 },
                {
                  frame: ['indexOf', 'node:buffer'],
                  self: 98,
                  calls: [{ frame: ['', ''], self: 100 }],
                },
              ],
            },
            { frame: ['', engine('apply/edits')], self: 2 },
          ],
        },
      ],
    },
  ],
});
