import { Buffer } from 'node:buffer';
import { kernelBytes } from './kernel-bytes.js';

/** What is used of `WebAssembly`, for which Node's types have no names. */
interface WasmApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
}

/** A memory; each growth, by pages of 64 KiB, puts another buffer in the place of the last. Throws if there is no more. */
export interface GrowingMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What kernel/index.ts exports. Addresses and lengths are in bytes. */
export interface KernelExports {
  readonly memory: GrowingMemory;
  /** Goes to the begin of the record that the scan has come to. */
  openRecord(): void;
  /** Numbers the state whose rows stand behind the last. */
  addState(): number;
  /** Goes on with the scan: `stop` of scan-cells.ts. */
  run(): number;
  /** Gives the word that was walked last the event that is met in it, and its set. */
  learnMet(event: number, set: number): void;
  /** The set whose bits are the union; -1 if there is none. */
  findSet(): number;
  /** Makes a set of the union, and gives its place; 1 if a record in which just this is met is worth a look. */
  addSet(number: number, isComplete: number): number;
  /** Puts all sets into the index, which must be empty. */
  indexSets(): void;
  markSigns(inputAt: number, endsAt: number, count: number, into: number): void;
}

/** The kernel with a memory of its own; undefined where WebAssembly or its SIMD instructions are missing. */
export function instantiateKernel(
  api = (globalThis as { WebAssembly?: WasmApi }).WebAssembly,
): KernelExports | undefined {
  const bytes = Buffer.from(kernelBytes, 'base64');
  if (api?.validate(bytes) !== true) return undefined;
  return new api.Instance(new api.Module(bytes)).exports as KernelExports;
}
