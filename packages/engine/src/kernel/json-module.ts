import { Buffer } from 'node:buffer';
import { jsonKernelBytes } from './json-kernel-bytes.js';

/** What is used of `WebAssembly`, for which Node's types have no names. */
interface WasmApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { readonly exports: unknown };
}

interface Constant {
  readonly value: number;
}

/** What kernel/json.ts exports. Addresses count bytes of its memory, which never grows. */
export interface JsonExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly textAt: Constant;
  readonly textBytes: Constant;
  readonly columnsAt: Constant;
  readonly maxTokens: Constant;
  readonly maxNesting: Constant;
  readonly keyScratchAt: Constant;
  readonly longestKey: Constant;
  learnKey(length: number, number: number): number;
  forgetKeys(): void;
  tokenize(length: number, offset: number, maxDepth: number): number;
}

/** The JSON kernel with a memory of its own; undefined where WebAssembly or its SIMD instructions are missing. */
export function instantiateJson(
  api = (globalThis as { WebAssembly?: WasmApi }).WebAssembly,
): JsonExports | undefined {
  const bytes = Buffer.from(jsonKernelBytes, 'base64');
  if (api?.validate(bytes) !== true) return undefined;
  return new api.Instance(new api.Module(bytes)).exports as JsonExports;
}
