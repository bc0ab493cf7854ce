import { Buffer } from 'node:buffer';
import { programOf, type CompiledExample, type Ruleset } from '../compile/ruleset.js';
import { defaultLimits, type EngineFormat, type FrameBytes, type RedactContext } from '../types.js';
import { redactFrame } from './redact.js';

const formats: readonly EngineFormat[] = ['json', 'text'];
/** Of what it makes nothing is kept: the key is nobody's. */
const context: RedactContext = {
  pseudonymKey: Buffer.alloc(32),
  epoch: 'warm-up',
  limits: defaultLimits,
};

function frameOf(examples: readonly CompiledExample[], format: EngineFormat): FrameBytes {
  const records = examples
    .filter((example) => example.format === format)
    .map(({ text }) => Buffer.from(`${text}\n`));
  return {
    bytes: Buffer.concat(records),
    lengths: Uint32Array.from(records, ({ length }) => length),
    format,
  };
}

/**
 * Makes what is otherwise made over the first frames: the prefilter, which takes a second for 285 detectors, the states of its
 * automata, and the machine code of the scan. To be called before frames are waited for: whoever reads a partition and begins cold
 * holds it up. Redacts the examples of the rules and forgets them; what is found in frames stays the same.
 */
export function warmUp(ruleset: Ruleset): void {
  const examples = programOf(ruleset).detectors.flatMap(({ detector }) => detector.examples);
  for (const format of formats) redactFrame(ruleset, frameOf(examples, format), context);
}
