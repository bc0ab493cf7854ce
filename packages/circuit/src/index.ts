export { CircuitOpen, createCircuit } from './circuit.js';
export type { Circuit, CircuitOptions, CircuitState } from './circuit.js';
export { guardClient } from './guard-client.js';
export type { GuardedClient } from './guard-client.js';
