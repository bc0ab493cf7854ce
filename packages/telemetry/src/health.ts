/**
 * What /livez and /readyz answer. Alive until told otherwise; ready while no part reports trouble. A part names what
 * it waits for in our own words.
 */
export interface Health {
  /** Sets or clears a reason for not being ready. */
  report(part: string, trouble: string | undefined): void;
  /** The process cannot recover by itself and should be restarted. */
  die(): void;
  readonly alive: boolean;
  readonly troubles: ReadonlyMap<string, string>;
}

export function createHealth(): Health {
  const troubles = new Map<string, string>([['start', 'starting']]);
  let alive = true;
  return {
    report(part, trouble) {
      if (trouble === undefined) troubles.delete(part);
      else troubles.set(part, trouble);
    },
    die() {
      alive = false;
    },
    get alive() {
      return alive;
    },
    troubles,
  };
}
