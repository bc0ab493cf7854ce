/** A pack for the folders of tests: each detector is written as YAML flow without its fixed fields. */
export function packOf(...detectors: readonly string[]): string {
  const fixed =
    'title: T, category: pii, severity: low, examples: { match: [a1, a2, a3], ignore: [x, y, z] }';
  return [
    'pack: mine',
    'title: Mine',
    'detectors:',
    ...detectors.map((d) => `  - { ${fixed}, ${d} }`),
    '',
  ].join('\n');
}

/** Files of a rules folder: one pack, and the policy `standard` with what is added to it. */
export function rulesFolder(
  pack: string,
  policy = '',
): Readonly<Record<string, Record<string, string> | string>> {
  return {
    'mine.yaml': pack,
    policies: { 'standard.yaml': `policy: standard\npacks: [mine]\n${policy}` },
  };
}
