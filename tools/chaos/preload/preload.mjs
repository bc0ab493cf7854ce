/**
 * Loaded into each service before anything else (`--import`): lets the suite do to a process what cannot be done to it from
 * outside. The control file says what is the matter; what came of it is written beside it.
 *
 * - `dns`: names that no longer resolve.
 * - `clockMs`: how far this process's wall clock is off. Monotonic clocks and timers go on, as with a real jump.
 * - `balloon`: JavaScript heap is taken until V8 ends the process for want of memory.
 */
import dns from 'node:dns';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setInterval } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

const file = process.env.SCRUBJAY_CHAOS_CONTROL;
const parent = process.ppid;
const pollMs = 100;
const balloonStep = 1 << 20;

let control = {};
const acted = { pid: process.pid, dns: 0, clock: 0, jumps: 0 };
const balloon = [];

function readControl() {
  try {
    control = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not written yet.
  }
}

function tellWhatActed() {
  const unfinished = `${file}.acted.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(acted));
  renameSync(unfinished, `${file}.acted`);
}

function breakDns() {
  const lookup = dns.lookup;
  dns.lookup = (hostname, ...rest) => {
    if (control.dns?.includes(hostname) !== true) return lookup(hostname, ...rest);
    acted.dns += 1;
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
      hostname,
    });
    process.nextTick(rest.at(-1), error);
    return {};
  };
  syncBuiltinESMExports();
}

function shiftClock() {
  const RealDate = Date;
  const realNow = Date.now;
  let lastOffset = control.clockMs ?? 0;
  RealDate.now = () => {
    const offset = control.clockMs ?? 0;
    if (offset !== lastOffset) acted.jumps += 1;
    if (offset !== 0) acted.clock += 1;
    lastOffset = offset;
    return realNow() + offset;
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget),
  });
}

function blowUp() {
  while (balloon.length < 1e6) balloon.push(new Array(balloonStep).fill(balloon.length));
}

if (file !== undefined && isMainThread) {
  readControl();
  breakDns();
  shiftClock();
  setInterval(() => {
    // Whoever ran the suite has ended it the hard way.
    if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
    readControl();
    tellWhatActed();
    if (control.balloon === true) blowUp();
  }, pollMs).unref();
}
