export { incidentKey, incidentPrefix } from './audit/incident.js';
export type { Incident } from './audit/incident.js';
export { openManifestFile } from './attestation.js';
export { attestText, openAttestedText } from './attested-text.js';
export { sinkConfig } from './config.js';
export type { SinkConfig } from './config.js';
export {
  flushOf,
  journalPrefix,
  manifestKey,
  partitionName,
  readObjectKey,
  heldKey,
  releasedKey,
} from './grouping.js';
export { Journal } from './journal.js';
export type { FlushEntry } from './journal-entry.js';
export { startAuditor } from './audit/start.js';
export { manifestLink, sha256Of } from './manifest.js';
export { parseJson } from './parse-json.js';
export { createManifestWriter, sealedUnder } from './manifest-writer.js';
export type { ManifestWriter, SealedObject } from './manifest-writer.js';
export type { Manifest, ManifestLink } from './manifest.js';
export { readJournals } from './read-journals.js';
export { createSinkRunner } from './runner.js';
export type { SinkEnds } from './runner.js';
export { createObjectSealer } from './sealed-object.js';
export type { ObjectSealer } from './sealed-object.js';
export { createSinkStage } from './stage.js';
export { createObjectTarget } from './target.js';
export type { ObjectTargetOptions, SinkOutput } from './target.js';
export { runSink } from './main.js';
