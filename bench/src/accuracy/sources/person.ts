import * as people from '../values/people.js';
import { type Field, fieldOf } from '../shapes/fields.js';
import type { World } from '../world.js';

const nest = (words: string, fields: readonly Field[]): Field => ({
  words,
  value: { kind: 'object', fields },
});

/** A customer as shops and clinics store one: name, contact, and an address in parts. */
export function personFields(world: World): Field[] {
  const faker = world.faker();
  const { first, last } = people.personName(faker);
  const { street, postalCode, city, country } = people.address(world.random, faker);
  const key = (...words: readonly string[]): string => world.pickOwn(words);
  const address = [
    fieldOf(key('street', 'street address', 'strasse', 'address line 1'), street, 'address'),
    fieldOf(key('zip', 'postal code', 'plz', 'postcode'), postalCode, 'address'),
    fieldOf(key('city', 'city', 'ort', 'town'), city, 'address'),
    fieldOf(key('country', 'country code'), country, 'optional'),
  ];
  const person = [
    fieldOf(key('first name', 'given name', 'vorname', 'firstname'), first, 'person-name'),
    fieldOf(key('last name', 'family name', 'nachname', 'surname'), last, 'person-name'),
    fieldOf(
      key('email', 'mail', 'e mail', 'email address'),
      people.email(world.random, faker, world.set),
      'email',
    ),
    nest(key('address', 'shipping address', 'billing address', 'anschrift'), address),
  ];
  return [nest(key('customer', 'user', 'patient', 'kunde'), person)];
}
