import { findDocuments, mostNested } from './find-documents.js';
import { inspectPlain, sign } from './inspect.js';
import type { RecordScan } from './record-scan.js';
import { addPlainUnits, addRecordUnit } from './token-units.js';
import { trait } from './units.js';

/** Units of the record in which brackets stand that may begin a document. */
const bracketed: number[] = [];

/** Adds the documents in the text of a unit. */
function expandPlain(scan: RecordScan, unit: number): void {
  const { units } = scan;
  if (((units.traits[unit] as number) & trait.text) === 0) return;
  const { bytes } = scan.source(units.inPool[unit]);
  const signs = inspectPlain(bytes, units.starts[unit] as number, units.ends[unit] as number);
  units.signs[unit] = signs;
  if ((signs & sign.document) !== 0 && (units.nestings[unit] as number) < mostNested)
    findDocuments(scan, unit);
}

/** Finds all texts of a record in which nothing is encoded; if it is JSON, its tokens are complete. */
export function preparePlain(scan: RecordScan): void {
  const { units } = scan;
  let next = 0;
  if (scan.format === 'json') {
    addPlainUnits(scan, bracketed);
    next = units.count;
    for (const unit of bracketed) expandPlain(scan, unit);
  } else addRecordUnit(scan);
  for (; next < units.count; next += 1) expandPlain(scan, next);
}
