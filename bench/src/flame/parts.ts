/** The parts of the engine by which time is told apart, in the order of the hot path. */
export const parts = [
  'prefilter kernel',
  'prefilter automata',
  'prefilter choice',
  'tokens',
  'units',
  'names of fields',
  'RE2',
  'confirm',
  'judge',
  'settle and edits',
  'joins',
  'garbage collection',
  'rest',
] as const;

export type Part = (typeof parts)[number];

/** What begins the paths of a part's files, from the engine's `src`. The longest that fits decides. */
export const partsByPath: Readonly<Record<string, Part>> = {
  'kernel/': 'prefilter kernel',
  'kernel/growth': 'prefilter automata',
  'kernel/json': 'tokens',
  'prefilter/': 'prefilter choice',
  'prefilter/lazy-automaton': 'prefilter automata',
  'prefilter/group-automaton': 'prefilter automata',
  'formats/': 'units',
  'formats/json-': 'tokens',
  'formats/tokenize-json': 'tokens',
  'formats/sniff': 'tokens',
  'scan/documents': 'units',
  'scan/find-documents': 'units',
  'scan/inspect': 'units',
  'scan/open-unit': 'units',
  'scan/prepare': 'units',
  'scan/raw-units': 'units',
  'scan/text-bytes': 'units',
  'scan/token-units': 'units',
  'scan/units': 'units',
  'scan/read-json': 'tokens',
  'scan/acting-keys': 'names of fields',
  'scan/add-leaf': 'names of fields',
  'scan/find-key': 'names of fields',
  'scan/find-text-keys': 'names of fields',
  'scan/form-part': 'names of fields',
  'scan/key-role': 'names of fields',
  'scan/known-keys': 'names of fields',
  'scan/record-keys': 'names of fields',
  'scan/text-pairs': 'names of fields',
  'scan/text-value': 'names of fields',
  'scan/value-names': 'names of fields',
  'scan/xml-path': 'names of fields',
  'compile/key-table': 'names of fields',
  'compile/name-': 'names of fields',
  'confirm/': 'confirm',
  'compile/compile-pattern': 'confirm',
  'compile/pattern-parts': 'confirm',
  'scan/begins': 'confirm',
  'scan/find-match': 'confirm',
  'scan/frame-scan': 'confirm',
  'scan/match-unit': 'confirm',
  'scan/plain': 'confirm',
  'scan/record-scan': 'confirm',
  'scan/scan-record': 'confirm',
  'compile/allow-rules': 'judge',
  'compile/keywords': 'judge',
  'scan/counts': 'judge',
  'scan/judge': 'judge',
  'scan/replaced-spans': 'judge',
  'scan/written-tokens': 'judge',
  'validate/': 'judge',
  'apply/': 'settle and edits',
  'scan/finish': 'settle and edits',
  'scan/raw-finding': 'settle and edits',
  'scan/repeated-findings': 'settle and edits',
  'joins/': 'joins',
};

/** The part that a file of the engine belongs to; `file` is its path from `src`. */
export function partOf(file: string): Part {
  let longest = '';
  for (const path of Object.keys(partsByPath))
    if (path.length > longest.length && file.startsWith(path)) longest = path;
  return partsByPath[longest] ?? 'rest';
}
