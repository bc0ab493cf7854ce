import { isLuhn } from './checksum.js';
import { digits } from './identifier.js';

/** IMEI: 3GPP TS 23.003 section 6.2. Fifteen digits, the last a Luhn digit; hyphens or spaces may group it. */
export const isImei = digits(15, 15, isLuhn);
