import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A pack with one detector, for whom the shipped ones would only take time. */
export const ownPack = [
  ...['pack: own', 'title: Own', 'detectors:', '  - id: mine', '    title: Mine', '    category: pii'],
  ...[
    '    severity: high',
    '    pattern: planted',
    '    examples: { match: [planted, aplanted, planteda], ignore: [d, e, f] }',
  ],
] as const;

/** Writes a folder of rules with that pack, or another one; returns its path. */
export function writeOwnRules(dir: string, lines: readonly string[] = ownPack): string {
  mkdirSync(join(dir, 'policies'), { recursive: true });
  writeFileSync(join(dir, 'own.yaml'), `${lines.join('\n')}\n`);
  writeFileSync(join(dir, 'policies', 'standard.yaml'), 'policy: standard\ntitle: Own\npacks: [own]\n');
  return dir;
}
