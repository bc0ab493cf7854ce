/**
 * What every test covers, for tap: the sources of its workspace. Left to itself tap keeps the coverage of all that a
 * process loads, the dependencies in the root's node_modules included, only to throw it away in the report.
 */
export default () => ['src/**/*.ts'];
