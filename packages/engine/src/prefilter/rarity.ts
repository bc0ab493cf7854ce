import { addFlow, anywhere, flowThrough, sumOf, type Flow } from './byte-rates.js';
import { copiesOf, sizeOf } from './byte-measures.js';
import { remember, type ByteNode, type ComposedNode } from './byte-tree.js';

/** Copies beyond what a repetition must hold that are followed. */
const mostFurther = 3;

/** Of a node that spells out more bytes, what stands before it hardly changes how likely it is. */
const largeNode = 12;

/** How likely it is that `node` matches what follows, by the class of its last byte. */
export function flowOf(node: ByteNode, flow: Flow): Flow {
  if (node.kind === 'bytes') return flowThrough(node.set, flow);
  if (flow === anywhere || sizeOf(node) <= largeNode) return flowOfParts(node, flow);
  const chance = sumOf(flow);
  return flowFromAnywhere(node).map((rate) => rate * chance);
}

const flowFromAnywhere = remember(
  (set) => flowThrough(set, anywhere),
  (node) => flowOfParts(node, anywhere),
);

function flowOfParts(node: ComposedNode, flow: Flow): Flow {
  switch (node.kind) {
    case 'concat':
      return node.parts.reduce((through, part) => flowOf(part, through), flow);
    case 'alternate':
      return node.branches.map((branch) => flowOf(branch, flow)).reduce(addFlow);
    case 'repeat': {
      const { least, most } = copiesOf(node.of, node.least, node.most);
      let through = flow;
      for (let copy = 0; copy < least; copy += 1) through = flowOf(node.of, through);
      let sum = through;
      for (let copy = 0; copy < Math.min(most - least, mostFurther); copy += 1) {
        through = flowOf(node.of, through);
        sum = addFlow(sum, through);
      }
      return sum;
    }
  }
}

/** How often logs hold what a node matches, for each byte of them. */
export const rateOf: (node: ByteNode) => number = remember(
  (set) => sumOf(flowThrough(set, anywhere)),
  (node) => sumOf(flowFromAnywhere(node)),
);

/** A byte that is as rare as this, in bits, costs no more than it must. */
const rareBits = 5;

/** What it takes to look for a node: each byte, and more for each that many bytes of a text can be. */
export const costOf: (node: ByteNode) => number = remember(
  (set) => 1 + Math.max(0, rareBits + Math.log2(sumOf(flowThrough(set, anywhere)))),
  measureCost,
);

function measureCost(node: ComposedNode): number {
  switch (node.kind) {
    case 'concat':
      return node.parts.reduce((all, part) => all + costOf(part), 0);
    case 'alternate':
      return node.branches.reduce((all, branch) => all + costOf(branch), 0);
    case 'repeat': {
      const { least, most } = copiesOf(node.of, node.least, node.most);
      return costOf(node.of) * (most === Infinity ? least + 1 : most);
    }
  }
}
