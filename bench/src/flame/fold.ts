import type { Profiler } from 'node:inspector';
import { kindOf, type FrameKind } from './frames.js';

/** A function with the stack that led to it, all its calls joined. Times in milliseconds. */
export interface Flame extends FrameKind {
  readonly selfMs: number;
  /** With what it called. */
  readonly totalMs: number;
  /** The longest first. */
  readonly children: readonly Flame[];
}

interface Draft extends FrameKind {
  selfMs: number;
  readonly children: Map<string, Draft>;
}

const workload = { name: 'redactFrame', file: 'apply/redact.ts' };

function draftOf(kind: FrameKind): Draft {
  return { ...kind, selfMs: 0, children: new Map() };
}

function isWorkload({ name, file, kind }: FrameKind): boolean {
  return kind === 'engine' && name === workload.name && file === workload.file;
}

/** Calls within native code, the kernel or a library are of no interest: they are joined with the first. */
function isJoined(kind: FrameKind, caller: Draft): boolean {
  return kind.kind !== 'engine' && kind.kind !== 're2' && kind.kind === caller.kind;
}

function childOf(parent: Draft, kind: FrameKind): Draft {
  const key = `${kind.kind} ${kind.name} ${kind.file}`;
  let child = parent.children.get(key);
  if (child === undefined) parent.children.set(key, (child = draftOf(kind)));
  return child;
}

/** Microseconds of each node's own samples. The clock of the profiler may step back: that counts for nothing. */
function selfTimes({ samples = [], timeDeltas = [] }: Profiler.Profile): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  samples.forEach((id, at) => times.set(id, (times.get(id) ?? 0) + Math.max(0, timeDeltas[at] ?? 0)));
  return times;
}

function addProfile(root: Draft, profile: Profiler.Profile): void {
  const times = selfTimes(profile);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const visit = (node: Profiler.ProfileNode, parent: Draft | undefined): void => {
    const kind = kindOf(node.callFrame, parent);
    let flame = parent;
    if (parent === undefined) {
      if (kind.kind === 'gc' || isWorkload(kind)) flame = childOf(root, kind);
    } else if (!isJoined(kind, parent)) flame = childOf(parent, kind);
    if (flame !== undefined) flame.selfMs += (times.get(node.id) ?? 0) / 1000;
    for (const id of node.children ?? []) {
      const child = nodes.get(id);
      if (child !== undefined) visit(child, flame);
    }
  };
  const [first] = profile.nodes;
  if (first !== undefined) visit(first, undefined);
}

function finish({ children, ...rest }: Draft): Flame {
  const finished = [...children.values()].map(finish).sort((a, b) => b.totalMs - a.totalMs);
  const totalMs = finished.reduce((sum, child) => sum + child.totalMs, rest.selfMs);
  return { ...rest, totalMs, children: finished };
}

/**
 * Joins the stacks of profiles, from `redactFrame` on. What ran outside of it is left out, but for the garbage collector,
 * which stands beside it. The root is all of that.
 */
export function fold(profiles: readonly Profiler.Profile[]): Flame {
  const root = draftOf({ name: 'all', file: '', part: 'rest', kind: 'outside' });
  for (const profile of profiles) addProfile(root, profile);
  return finish(root);
}
