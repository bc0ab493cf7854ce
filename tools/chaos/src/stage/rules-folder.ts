import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const packName = 'chaos.yaml';
const policyName = join('policies', 'standard.yaml');

/** The rules that the services follow: those that ship, and a pack of the suite's own that changes. */
export class RulesFolder {
  readonly path: string;
  #version = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Another ruleset: a detector that none of the records meets is added, or changed. */
  async change(): Promise<void> {
    this.#version += 1;
    await this.#writeVersion();
    const policy = await readFile(join(this.path, policyName), 'utf8');
    if (!policy.includes('chaos'))
      await this.#write(policyName, policy.replace('packs: [', 'packs: [chaos, '));
  }

  /** A ruleset that does not compile, whether the policy names the pack yet or not. */
  async spoil(): Promise<void> {
    await this.#write(packName, this.#pack('zqx(unclosed', 'zqx').replace('severity', 'severeness'));
  }

  /** Without the pack that does not compile, or as it was before. */
  async mend(): Promise<void> {
    if (this.#version > 0) await this.#writeVersion();
    else await rm(join(this.path, packName), { force: true });
  }

  #pack(pattern: string, example: string): string {
    return [
      'pack: chaos',
      'title: A pack that changes while the services run',
      'detectors:',
      '  - id: chaos-marker',
      '    title: Marker',
      '    category: network',
      '    severity: low',
      `    pattern: '${pattern}'`,
      '    examples:',
      `      match: ['${example}', 'a ${example}', '${example} b']`,
      "      ignore: ['zqx', 'zqx-', 'zqx 1']",
      '',
    ].join('\n');
  }

  async #writeVersion(): Promise<void> {
    const head = `zqx${this.#version}-`;
    await this.#write(packName, this.#pack(`${head}[0-9]{12}`, `${head}123456789012`));
  }

  /** By a rename: no reader sees half of it. */
  async #write(name: string, text: string): Promise<void> {
    const path = join(this.path, name);
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
}
