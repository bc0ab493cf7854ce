export { compileRuleset } from './compile/compile-ruleset.js';
export type { RulesetSources } from './compile/compile-ruleset.js';
export { describeRuleFiles } from './compile/json-schemas.js';
export { lintRuleset } from './compile/lint.js';
export { RulesError } from './compile/problems.js';
export type { RuleProblem } from './compile/problems.js';
export type { CompiledDetector, CompiledExample, Ruleset } from './compile/ruleset.js';
export { detectRecord, redactFrame, redactFramePlain, redactRecord } from './apply/redact.js';
export type { DetectResult, RecordResult } from './apply/redact.js';
export { sniffFormat } from './formats/sniff.js';
export { runExamples } from './scan/examples.js';
export type { ExampleResult } from './scan/examples.js';
export { validatorNames } from './validate/index.js';
export type { ValidatorName } from './validate/index.js';
export { actions, categories, defaultLimits, severities } from './types.js';
export type {
  Action,
  ActionCount,
  Category,
  EngineFormat,
  Finding,
  FrameBytes,
  FrameResult,
  Limits,
  RedactContext,
  Severity,
  SourceText,
  Withheld,
  WithholdReason,
} from './types.js';
