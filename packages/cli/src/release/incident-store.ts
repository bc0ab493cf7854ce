import { ScrubjayError } from '@scrubjay/errors';
import { flushOf, heldKey, incidentPrefix, type ObjectSealer } from '@scrubjay/sink';
import type { ObjectStore } from '@scrubjay/transport';
import { z } from 'zod';

/** An incident by its place. */
export interface ListedIncident {
  readonly key: string;
  readonly day: string;
  readonly id: string;
}

/** The incidents of a store, by day. Needs no key. */
export async function* incidentsOf(store: ObjectStore): AsyncIterable<ListedIncident> {
  for await (const { key } of store.list(incidentPrefix)) {
    const [, day, id] = /\/dt=([^/]+)\/([^/]+)\.json\.esdk$/.exec(key) ?? [];
    if (day !== undefined && id !== undefined) yield { key, day, id };
  }
}

/** How many objects of each flush are withheld; an incident has the name of its flush. Needs no key. */
export async function countHeld(store: ObjectStore): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { key } of store.list(heldKey(''))) {
    const id = flushOf(key)?.name;
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** As much as is needed of it: the rest is for people, in the order in which it was written. */
const withObjects = z.looseObject({ objects: z.array(z.looseObject({ key: z.string() })) });

/**
 * The records of an incident, opened; there are several where a flush was done again on another day.
 * @throws SJ_USAGE where there is none of this id
 */
export async function openIncidents(
  store: ObjectStore,
  sealer: ObjectSealer,
  id: string,
): Promise<readonly z.output<typeof withObjects>[]> {
  const incidents: z.output<typeof withObjects>[] = [];
  for await (const listed of incidentsOf(store)) {
    if (listed.id !== id) continue;
    const found = await store.get(listed.key);
    if (found === undefined) continue;
    const text = (await sealer.openIncident(found.body)).toString('utf8');
    const incident: unknown = JSON.parse(text);
    withObjects.parse(incident);
    incidents.push(incident as z.output<typeof withObjects>);
  }
  if (incidents.length > 0) return incidents;
  throw new ScrubjayError('SJ_USAGE', 'There is no incident of this id.', {
    fix: 'Take an id that `scrubjay incidents list` prints.',
  });
}
