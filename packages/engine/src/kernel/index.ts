import { PlainKernel } from './plain-kernel.js';
import type { Kernel } from './types.js';
import { WasmKernel } from './wasm-kernel.js';
import { instantiateKernel } from './wasm-module.js';

export { Met } from './met.js';
export type { Accepted, Automaton, Kernel, MetNumbers, Scan, StateTable } from './types.js';

/** A kernel of its own. `plain`: in TypeScript, as where WebAssembly or its SIMD instructions are missing. */
export function createKernel({ plain = false } = {}): Kernel {
  const exports = plain ? undefined : instantiateKernel();
  return exports === undefined ? new PlainKernel() : new WasmKernel(exports);
}

let kernel: Kernel | undefined;

/** The kernel of this thread. */
export function kernelOf(): Kernel {
  kernel ??= createKernel();
  return kernel;
}
