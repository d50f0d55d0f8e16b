import type { Staff } from '../../core/index.js';
import { fullName, textOrNull } from './property-values.js';
import type { HubSpotRecord, Owner } from './schema.js';

/** The account's people, found by what a record names them with. */
export type People = {
  byOwnerId(id: string): Owner | undefined;
  byUserId(id: string): Owner | undefined;
  byEmail(email: string): Owner | undefined;
};

export function peopleOf(owners: readonly Owner[]): People {
  const byOwnerId = new Map(owners.map((owner) => [owner.id, owner]));
  const byUserId = new Map(
    owners.flatMap((owner) =>
      [owner.userId, owner.userIdIncludingInactive].flatMap((id) =>
        id == null ? [] : [[id, owner] as const],
      ),
    ),
  );
  const byEmail = new Map(
    owners.flatMap((owner) => (owner.email ? [[owner.email.toLowerCase(), owner] as const] : [])),
  );
  return {
    byOwnerId: (id) => byOwnerId.get(id),
    byUserId: (id) => byUserId.get(id),
    byEmail: (email) => byEmail.get(email.trim().toLowerCase()),
  };
}

export function staffFrom(owner: Owner | undefined): Staff {
  return {
    name: fullName(owner?.firstName, owner?.lastName),
    email: textOrNull(owner?.email),
  };
}

/**
 * Everybody on the vendor's side whom a record names as its author: its owner, whoever made it, and
 * the sender. Somebody named but unknown stays as a person without name or e-mail; a record that
 * names nobody gives an empty list.
 */
export function authorsOf({ properties }: HubSpotRecord, people: People): Staff[] {
  const ownerId = textOrNull(properties.hubspot_owner_id);
  const userId = textOrNull(properties.hs_created_by_user_id);
  const sender = textOrNull(properties.hs_email_from_email);
  const named = [
    ...(ownerId === null ? [] : [people.byOwnerId(ownerId)]),
    ...(userId === null ? [] : [people.byUserId(userId)]),
  ];
  const known = [...new Set([...named, sender === null ? undefined : people.byEmail(sender)])]
    .filter((owner) => owner !== undefined)
    .map(staffFrom);
  const isAnyUnknown = named.includes(undefined);
  if (known.length > 0) return isAnyUnknown ? [...known, staffFrom(undefined)] : known;
  if (sender !== null) {
    const name = fullName(properties.hs_email_from_firstname, properties.hs_email_from_lastname);
    return [{ name, email: sender }];
  }
  return isAnyUnknown ? [staffFrom(undefined)] : [];
}
