import type { Runtime } from 'node:inspector';
import { partOf, type Part } from './parts.js';

/** One function of the profile as the flame graph shows it. */
export interface FrameKind {
  /** The function; empty for one without a name. */
  readonly name: string;
  /** The engine's file that it stands in, or that called it; from `src`. Empty where there is none. */
  readonly file: string;
  readonly part: Part;
  /** `outside`: code of Node or of a package. */
  readonly kind: 'engine' | 'kernel' | 're2' | 'gc' | 'outside';
}

type CallFrame = Pick<Runtime.CallFrame, 'functionName' | 'url'>;

const engineUrl = /\/packages\/engine\/(?:dist|src)\/(.+)\.[jt]s$/;
const packageUrl = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * What RE2's native code may be called: all of its methods enter by the same address, so V8 gives all of them the name of
 * any one, or none.
 */
const re2Names = new Set(
  [
    ...['', 'RE2', 'exec', 'test', 'match', 'replace', 'search', 'split', 'toString'],
    ...['source', 'flags', 'global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'sticky', 'hasIndices'],
    ...['lastIndex', 'internalSource', 'unicodeWarningLevel', 'getUtf8Length', 'getUtf16Length'],
  ].flatMap((name) => [name, `get ${name}`, `set ${name}`]),
);

function isRe2({ functionName, url }: CallFrame, caller: FrameKind | undefined): boolean {
  return url === '' && caller?.kind === 'engine' && re2Names.has(functionName);
}

function outsideName({ functionName, url }: CallFrame): string {
  const name = functionName || 'function';
  const [, from = 'node'] = packageUrl.exec(url.slice(url.lastIndexOf('/node_modules/'))) ?? [];
  return `${from}: ${name}`;
}

/** Tells what a call of `caller` is. Calls out of the engine are told from its own: they belong to the part that makes them. */
export function kindOf(frame: CallFrame, caller?: FrameKind): FrameKind {
  const { functionName, url } = frame;
  const [, path] = engineUrl.exec(url) ?? [];
  if (path !== undefined) {
    const file = `${path}.ts`;
    return { name: functionName, file, part: partOf(file), kind: 'engine' };
  }
  const file = caller?.file ?? '';
  if (functionName === '(garbage collector)')
    return { name: 'GC', file: '', part: 'garbage collection', kind: 'gc' };
  if (url.startsWith('wasm:')) {
    const isJson = partOf(file) === 'tokens';
    return {
      name: `WebAssembly: ${isJson ? 'JSON tokens' : 'scan'}`,
      file,
      part: isJson ? 'tokens' : 'prefilter kernel',
      kind: 'kernel',
    };
  }
  if (isRe2(frame, caller)) return { name: 'RE2', file, part: 'RE2', kind: 're2' };
  return { name: outsideName(frame), file, part: caller?.part ?? 'rest', kind: 'outside' };
}
