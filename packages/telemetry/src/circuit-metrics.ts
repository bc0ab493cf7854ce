import { Counter, Gauge, type Registry } from 'prom-client';

/** What circuits before dependencies report. */
export interface CircuitMetrics {
  /** A circuit's state: `closed`, `half-open` or `open`. */
  circuit(dependency: string, state: keyof typeof stateValues): void;
  /** A call that was not made, as the circuit is open. */
  circuitRefused(dependency: string): void;
}

const stateValues = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Registers the metrics of circuits; a dependency appears with the first word of it. */
export function createCircuitMetrics(registry: Registry): CircuitMetrics {
  const registers = [registry];
  const state = new Gauge({
    name: 'scrubjay_circuit_state',
    help: 'Whether a dependency is asked: 0 it is, 1 one call tries it, 2 it is left alone for a moment.',
    labelNames: ['dependency'],
    registers,
  });
  const opened = new Counter({
    name: 'scrubjay_circuit_opened_total',
    help: 'How often a dependency failed so often in a row that it was left alone; each trial that fails counts too.',
    labelNames: ['dependency'],
    registers,
  });
  const refused = new Counter({
    name: 'scrubjay_circuit_refused_total',
    help: 'Calls that were not made, as their dependency was left alone. They come again.',
    labelNames: ['dependency'],
    registers,
  });
  return {
    circuit(dependency, now) {
      state.set({ dependency }, stateValues[now]);
      opened.inc({ dependency }, now === 'open' ? 1 : 0);
      refused.inc({ dependency }, 0);
    },
    circuitRefused: (dependency) => refused.inc({ dependency }),
  };
}
