/** `npm start [-- file…]`: installs, builds, and runs the whole pipeline on sample logs or on the files named. */
import { resolve } from 'node:path';
import { prepare, run } from './prepare.mjs';

// npm changes into the repository: a path is meant from where the command was typed.
const files = process.argv.slice(2).map((file) => resolve(process.env.INIT_CWD ?? '.', file));
prepare();
run(process.execPath, ['tools/demo/dist/main.js', ...files]);
