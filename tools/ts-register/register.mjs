/** `node --import=@scrubjay/ts-register`: runs TypeScript by blanking its types out, so that every position stays. */
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
