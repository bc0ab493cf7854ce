const shape =
  /^(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})$/i;

/** An IEEE 802 EUI-48 address with one kind of separator, neither all zeros nor the broadcast address. */
export function isMac(bytes: Buffer, start: number, end: number): boolean {
  const text = bytes.toString('latin1', start, end);
  return shape.test(text) && !/^(?:[0:.-]+|[fF:.-]+)$/.test(text);
}
