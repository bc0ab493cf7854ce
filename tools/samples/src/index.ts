export { generate } from './generate.js';
export { toLines } from './lines.js';
export { toNdjsonTruth } from './truth.js';
export { plantKinds, recordKinds } from './types.js';
export type { GenerateOptions, Kind, PlantKind, Planted, SampleRecord } from './types.js';
export type { AnyValue, ExportLogsRequest, KeyValue, OtlpLogRecord } from './records/otlp.js';
export { otlpRequestOf } from './records/otlp.js';
