import pc from 'picocolors';

/** Colours on a terminal only: a file or a pipe gets plain text, also on build servers. */
export const colours = pc.createColors(
  process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
);
