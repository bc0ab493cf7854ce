/** Length of an IBAN per country: ISO 13616 registry kept by SWIFT. */
const registered =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ' +
  'ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 ' +
  'LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 ' +
  'PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30';
/** Not in the registry, but in use there. */
const unregistered =
  'AO25 BF28 BJ28 CF27 CG27 CI28 CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28';

const lengths = new Map(
  `${registered} ${unregistered}`
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** The longest, grouped by fours. */
const longestWritten = 33 + 9;

/** ISO 13616: known country, its length, and a remainder of 1 modulo 97. Spaces and hyphens may group it. */
export function isIban(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < 15 || end - start > longestWritten) return false;
  const text = bytes.toString('latin1', start, end).replace(/[ -]/g, '').toUpperCase();
  if (lengths.get(text.slice(0, 2)) !== text.length) return false;
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]+$/.test(text)) return false;
  let remainder = 0;
  for (const char of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
