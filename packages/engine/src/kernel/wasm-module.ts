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
  openScan(
    inputAt: number,
    endsAt: number,
    piecesAt: number,
    pieces: number,
    start: number,
    acceptsAt: number,
  ): void;
  moveTable(acceptsAt: number): void;
  run(): number;
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
