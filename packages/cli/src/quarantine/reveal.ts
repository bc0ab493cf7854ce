/** Bytes in a line of hex. */
const width = 16;
/** Control characters but tab and line feed, and those that turn the direction of writing: they could fake a terminal. */
// eslint-disable-next-line no-control-regex -- they are what is to be shown as codes
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Bytes as a person reads them in an editor for bytes: offset, hex, and text where it is ASCII. */
export function toHex(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    const hex = row
      .toString('hex')
      .replace(/../g, '$& ')
      .padEnd(width * 3);
    const text = row.toString('latin1').replace(/[^ -~]/g, '.');
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex} ${text}`);
  }
  return lines.join('\n');
}

/** Bytes as text; what is no UTF-8 becomes the replacement character, what would act on a terminal its code. */
export function toText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(unprintable, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
