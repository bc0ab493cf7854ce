import type { WithholdReason } from '../types.js';
import { findDocuments, mostNested } from './find-documents.js';
import { inspectPlain, sign, signsOfEncoded } from './inspect.js';
import { expandUnits } from './prepare.js';
import type { RecordScan } from './record-scan.js';
import { addRecordUnit, addRestUnits } from './token-units.js';
import { trait } from './units.js';

/** Adds the documents in the text of a unit in which nothing is encoded. */
function expandPlain(scan: RecordScan, unit: number): void {
  const { units } = scan;
  if (((units.traits[unit] as number) & trait.text) === 0) return;
  const { bytes } = scan.source(units.inPool[unit]);
  const signs = inspectPlain(bytes, units.starts[unit] as number, units.ends[unit] as number);
  units.signs[unit] = signs;
  if ((signs & sign.document) !== 0 && (units.nestings[unit] as number) < mostNested)
    findDocuments(scan, unit);
}

/** The same of a text record, whose signs are known. */
function expandPlainText(scan: RecordScan): void {
  const { units, signs } = scan;
  units.signs[0] = signs;
  if ((signs & sign.document) === 0) return;
  findDocuments(scan, 0);
  for (let unit = 1; unit < units.count; unit += 1) expandPlain(scan, unit);
}

/**
 * The same as `prepare`, but that those tokens of a JSON record are no units which stand there as they are and hold nothing more.
 */
export function prepareRest(scan: RecordScan): WithholdReason | undefined {
  const { units } = scan;
  const isText = scan.format === 'text';
  if (isText) addRecordUnit(scan);
  else addRestUnits(scan);
  if ((scan.signs & signsOfEncoded) !== 0) return expandUnits(scan);
  if (isText) expandPlainText(scan);
  else for (let unit = 0; unit < units.count; unit += 1) expandPlain(scan, unit);
  return undefined;
}
