/**
 * How the plain kernel writes rows. A row is a run of 32-bit cells: for each class the entry of its step, then
 * what the row accepts, then its index. Its handle is the byte offset of its first cell, below 2^30. An entry is the handle
 * of the next row, with the top bit set if that row accepts something; the top bit alone is a step that is not known. So a
 * negative entry is one to stop at.
 */
export const stopBit = -0x8000_0000;
export const handleBits = 0x7fff_ffff;
/** Cells of a row behind those of its classes. */
const extraCells = 2;

export function cellsOf(columns: number): number {
  return columns + extraCells;
}

export function columnsOf(classes: Uint8Array): number {
  return classes.reduce((most, byteClass) => Math.max(most, byteClass), 0) + 1;
}

export function writeRow(
  cells: Int32Array,
  row: number,
  columns: number,
  accept: number,
  index: number,
): void {
  const first = row >> 2;
  cells.fill(stopBit, first, first + columns);
  cells[first + columns] = accept;
  cells[first + columns + 1] = index;
}

export function acceptOf(cells: Int32Array, row: number, columns: number): number {
  return cells[(row >> 2) + columns] as number;
}

export function indexIn(cells: Int32Array, row: number, columns: number): number {
  return cells[(row >> 2) + columns + 1] as number;
}

export function writeEntry(
  cells: Int32Array,
  row: number,
  columns: number,
  column: number,
  next: number,
): void {
  cells[(row >> 2) + column] = acceptOf(cells, next, columns) < 0 ? next : next | stopBit;
}
