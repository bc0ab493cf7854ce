export { compareReports, regressionsOf } from './compare.js';
export { formatComparison } from './compare-text.js';
export { machineOf } from './machine.js';
export { figure } from './model.js';
export type { Figure, Machine, Plot, Report } from './model.js';
export { ReportError, readReports } from './read.js';
export { formatReportText } from './text.js';
export { folderOf, writeReport } from './write.js';
