import { httpFaults } from './http-faults.js';
import { kafkaFaults } from './kafka-faults.js';
import { processFaults } from './process-faults.js';
import { rulesFaults } from './rules-faults.js';
import type { FaultKind } from './types.js';

/** All kinds of faults on the services over Kafka. */
export const faultKinds: readonly FaultKind[] = [
  ...processFaults,
  ...kafkaFaults,
  ...httpFaults,
  ...rulesFaults,
];

export function kindNamed(name: string): FaultKind {
  const kind = faultKinds.find((one) => one.name === name);
  if (kind === undefined) throw new Error(`There is no fault ${name}.`);
  return kind;
}
