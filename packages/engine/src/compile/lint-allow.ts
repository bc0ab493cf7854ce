import { Buffer } from 'node:buffer';
import { scanPlain } from '../scan/plain.js';
import { RecordScan } from '../scan/record-scan.js';
import { defaultLimits } from '../types.js';
import type { AllowRule } from './allow-rules.js';
import type { DetectorProgram, Program } from './ruleset.js';

/** Top levels that nobody can register: RFC 2606, RFC 6761, RFC 6762, and ICANN's for private use. */
const reservedTops = new Set(['example', 'invalid', 'localhost', 'test', 'local', 'internal']);

/** A network of fewer bits than this holds whole providers. */
const leastBits = 8;

const probeAlphabets = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', '0123456789abcdef', 'aZ09.-_@:/+ '];

/** Values of every make: digits, words, hex, mixed, an address of each kind. The same ones each time. */
function makeProbes(): string[] {
  let state = 0x2545f491;
  const next = (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const pick = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(next(alphabet.length))).join('');
  const digits = '0123456789';
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from({ length: 40 }, () => [
    ...probeAlphabets.map((alphabet) => pick(alphabet, 4 + next(28))),
    `${pick(letters, 6)}.${pick(letters, 5)}@${pick(letters, 9)}.${pick(letters, 3)}`,
    Array.from({ length: 4 }, () => String(next(256))).join('.'),
    `+${pick(digits, 11)}`,
    `https://${pick(letters, 8)}.${pick(letters, 3)}/${pick(letters, 4)}?${pick(letters, 2)}=${pick(digits, 5)}`,
  ]).flat();
}

const probes = makeProbes();
/** Of the probes, an eighth are of one make: a pattern for one kind of value may match no more than a part of these. */
const mostMatched = probes.length / 16;

function lintRule(rule: AllowRule): string[] {
  const { patterns = [], domains = [], networks = [] } = rule.source;
  const warnings = [];
  for (const pattern of patterns) {
    if (rule.countMatches(pattern, probes) > mostMatched)
      warnings.push(`the pattern ${pattern} allows nearly anything; say what the values begin or end with.`);
  }
  for (const domain of domains) {
    if (!domain.includes('.') && !reservedTops.has(domain.toLowerCase()))
      warnings.push(`the domain ${domain} is a whole top level.`);
  }
  for (const network of networks) {
    const bits = Number(network.slice(network.indexOf('/') + 1));
    if (bits < leastBits) warnings.push(`the network ${network} is a large part of all addresses.`);
  }
  return warnings;
}

/** Whether all that a detector finds in its own match examples is allowed. */
function allowsAllExamples(program: Program, owner: DetectorProgram, scan: RecordScan): boolean {
  const matches = owner.detector.examples.filter(({ expected }) => expected === 'match');
  return matches.every(({ text, format }) => {
    const bytes = Buffer.from(text);
    scan.open(bytes, 0, bytes.length, format);
    if (scanPlain(program, scan) !== undefined) return false;
    const own = scan.findings.all().filter(({ detector }) => detector.index === owner.index);
    return own.length > 0 && own.every(({ verdict }) => verdict === 'allowed');
  });
}

/** A warning, and the allow rule or the detector that it is about. */
export interface AllowWarning {
  readonly about: AllowRule | DetectorProgram;
  readonly message: string;
}

export function lintAllow(program: Program): AllowWarning[] {
  const rules = new Set(program.detectors.flatMap(({ allow }) => allow));
  const warnings: AllowWarning[] = [...rules].flatMap((about) =>
    lintRule(about).map((message) => ({ about, message })),
  );
  const scan = new RecordScan(defaultLimits);
  for (const about of program.detectors) {
    if (about.allow.length > 0 && allowsAllExamples(program, about, scan))
      warnings.push({ about, message: 'the allow rules let stand all that its match examples show.' });
  }
  scan.close();
  return warnings;
}
