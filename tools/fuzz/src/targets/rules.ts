import type { Buffer } from 'node:buffer';
import { compileRuleset, RulesError } from '@scrubjay/engine';
import type { Target } from '../target.js';

/** Compiles arbitrary bytes as a pack. Promise: only a RulesError is thrown. */
export function createRulesTarget(seeds: readonly Buffer[]): Target {
  return {
    name: 'rules-yaml',
    seeds,
    dictionary: [
      '- id: ',
      'pattern: ',
      '{}',
      '[]',
      '&a',
      '*a',
      '!!binary',
      '|\n',
      '"',
      "'",
      ': ',
      '(?P<value>',
      '{1000}',
    ],
    check(input) {
      try {
        compileRuleset({ packs: [{ file: 'fuzz.yaml', text: input.toString() }] });
      } catch (error) {
        if (!(error instanceof RulesError)) throw error;
      }
    },
  };
}
