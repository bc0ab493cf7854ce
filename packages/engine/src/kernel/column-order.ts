/** Bytes of logs, the frequent ones first. */
const frequent = ' e0a1t2io3nr5s4-6.7c8:9ld/pm=u,"fhg_b[]()SAIky\nTvEwNDRxMC@LPOFBzHKVUGWjqJXYQZ';

/** For each column its place: columns of frequent bytes stand side by side. */
export function columnOrder(classes: Uint8Array, columns: number): Uint16Array {
  const order = new Set<number>();
  for (let at = 0; at < frequent.length; at += 1) order.add(classes[frequent.charCodeAt(at)] as number);
  for (let column = 0; column < columns; column += 1) order.add(column);
  const places = new Uint16Array(columns);
  [...order].forEach((column, place) => {
    places[column] = place;
  });
  return places;
}
