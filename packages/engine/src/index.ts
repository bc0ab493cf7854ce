export { compileRuleset } from './compile/compile-ruleset.js';
export type { RulesetSources } from './compile/compile-ruleset.js';
export { declaredFieldsOf, unknownFieldsOf } from './compile/fields.js';
export type { DeclaredFields, FieldRule } from './compile/fields.js';
export { describeRuleFiles } from './compile/json-schemas.js';
export { lintRuleset } from './compile/lint.js';
export { RulesError } from './compile/problems.js';
export type { RuleProblem } from './compile/problems.js';
export { maskedNumbers, unknownFieldRules } from './compile/policy-schema.js';
export type { MaskedNumber, UnknownFieldRule } from './compile/policy-schema.js';
export { mayUse, rulesetFor, rulesetVariants } from './compile/ruleset-for.js';
export type { RecordOrigin } from './compile/ruleset-for.js';
export type { CompiledDetector, CompiledExample, Ruleset } from './compile/ruleset.js';
export { redactDeclaredFrame } from './apply/declared.js';
export type { DeclaredSensitivity, DeclaredSpan } from './apply/declared.js';
export { detectRecord, redactFrame, redactFramePlain, redactRecord } from './apply/redact.js';
export type { DetectResult, RecordResult } from './apply/redact.js';
export { warmUp } from './apply/warm-up.js';
export { compareFindings } from './explain/compare.js';
export type { FindingChange, FindingDifference } from './explain/compare.js';
export { explainRecord } from './explain/explain.js';
export type { ConfidenceSum, ExplainedMatch, Explanation, MatchOutcome } from './explain/explain.js';
export { sniffFormat } from './formats/sniff.js';
export { runExamples } from './scan/examples.js';
export type { ExampleResult } from './scan/examples.js';
export { validatorNames } from './validate/index.js';
export type { ValidatorName } from './validate/index.js';
export { actions, categories, defaultLimits, generalizations, highestLimits, severities } from './types.js';
export type {
  Action,
  ActionCount,
  Category,
  EngineFormat,
  Finding,
  FrameBytes,
  FrameResult,
  Generalization,
  Limits,
  OpenText,
  RedactContext,
  Severity,
  SourceText,
  Withheld,
  WithholdReason,
} from './types.js';
