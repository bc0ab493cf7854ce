/** The part of `process` that is needed. */
export interface SignalEmitter {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
}

export interface SignalActions {
  readonly drain: () => void;
  readonly stop: () => void;
}

/** The first SIGTERM or SIGINT drains, the second stops; later ones change nothing. Returns what ends the listening. */
export function handleSignals(actions: SignalActions, emitter: SignalEmitter = process): () => void {
  const pending = [actions.drain, actions.stop];
  const onSignal = (): void => {
    pending.shift()?.();
  };
  emitter.on('SIGTERM', onSignal);
  emitter.on('SIGINT', onSignal);
  return () => {
    emitter.off('SIGTERM', onSignal);
    emitter.off('SIGINT', onSignal);
  };
}
