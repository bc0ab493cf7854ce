import { mostWordBytes } from './words.js';
import type { Accepted } from './types.js';

/** Room for what so many automata accept in one word. */
export function createAccepted(automata: number): Accepted {
  const most = automata * mostWordBytes;
  return {
    count: 0,
    automata: new Uint8Array(most),
    accepts: new Int32Array(most),
    places: new Uint8Array(most),
  };
}

export function addAccepted(accepted: Accepted, automaton: number, accept: number, place: number): void {
  const at = accepted.count;
  accepted.automata[at] = automaton;
  accepted.accepts[at] = accept;
  accepted.places[at] = place;
  accepted.count = at + 1;
}
