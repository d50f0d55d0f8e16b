/** Objects the stand-in knows, by the vendor's names. */
export const objectTypes = [
  'tickets',
  'contacts',
  'emails',
  'notes',
  'calls',
  'communications',
] as const;
export type ObjectType = (typeof objectTypes)[number];

/** Numbers and singular names are taken as well (Understanding the CRM, "Object type IDs"). */
const otherNames: Readonly<Record<string, ObjectType>> = {
  '0-5': 'tickets',
  ticket: 'tickets',
  '0-1': 'contacts',
  contact: 'contacts',
  '0-49': 'emails',
  email: 'emails',
  '0-46': 'notes',
  note: 'notes',
  '0-48': 'calls',
  call: 'calls',
  '0-18': 'communications',
  communication: 'communications',
};

export function objectTypeOf(name: string | undefined): ObjectType | undefined {
  const given = name?.toLowerCase() ?? '';
  return objectTypes.find((type) => type === given) ?? otherNames[given];
}

export type Properties = Readonly<Record<string, string | null>>;

export interface CrmRecord {
  id: string;
  type: ObjectType;
  createdMs: number;
  updatedMs: number;
  archivedMs: number | null;
  /** Replaced whole with each change, so that the index may hold on to an older one. */
  properties: Properties;
  /** As the search knows it; null until it is indexed. */
  indexed: Indexed | null;
}

export interface Indexed {
  updatedMs: number;
  properties: Properties;
  isArchived: boolean;
}

export interface OwnerRecord {
  id: string;
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  archived: boolean;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  type: 'string' | 'number' | 'datetime' | 'enumeration' | 'bool';
  fieldType: string;
  groupName: string;
  options?: readonly string[];
  readOnly?: boolean;
}

export interface ThreadMessageRecord {
  id: string;
  threadId: string;
  type: 'MESSAGE' | 'COMMENT';
  direction: 'INCOMING' | 'OUTGOING';
  actorId: string;
  name: string;
  text: string;
  createdMs: number;
}

/**
 * The vendor's own association types between what is here, both ways (Associations v4, "Association
 * type ID values").
 */
export const associationTypes: readonly { from: ObjectType; to: ObjectType; id: number }[] = [
  { from: 'tickets', to: 'contacts', id: 16 },
  { from: 'contacts', to: 'tickets', id: 15 },
  { from: 'notes', to: 'tickets', id: 228 },
  { from: 'tickets', to: 'notes', id: 227 },
  { from: 'emails', to: 'tickets', id: 224 },
  { from: 'tickets', to: 'emails', id: 223 },
  { from: 'calls', to: 'tickets', id: 220 },
  { from: 'tickets', to: 'calls', id: 219 },
  { from: 'communications', to: 'tickets', id: 84 },
  { from: 'tickets', to: 'communications', id: 83 },
  { from: 'notes', to: 'contacts', id: 202 },
  { from: 'contacts', to: 'notes', id: 201 },
  { from: 'emails', to: 'contacts', id: 198 },
  { from: 'contacts', to: 'emails', id: 197 },
  { from: 'calls', to: 'contacts', id: 194 },
  { from: 'contacts', to: 'calls', id: 193 },
  { from: 'communications', to: 'contacts', id: 81 },
  { from: 'contacts', to: 'communications', id: 82 },
];

/** The name of an object's time of change: contacts have one of their own. */
export const modifiedName = (type: ObjectType) =>
  type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
/** Engagements have `hs_createdate`, records `createdate`. */
export const createdName = (type: ObjectType) =>
  type === 'contacts' || type === 'tickets' ? 'createdate' : 'hs_createdate';

const text = (name: string, more?: Partial<PropertyDefinition>): PropertyDefinition => ({
  name,
  label: name,
  type: 'string',
  fieldType: 'text',
  groupName: 'information',
  ...more,
});
const number = (name: string, more?: Partial<PropertyDefinition>) =>
  text(name, { type: 'number', fieldType: 'number', ...more });
const time = (name: string, more?: Partial<PropertyDefinition>) =>
  text(name, { type: 'datetime', fieldType: 'date', ...more });
const choice = (name: string, options: readonly string[]) =>
  text(name, { type: 'enumeration', fieldType: 'select', options });

const engagement = [
  time('hs_timestamp'),
  text('hubspot_owner_id'),
  text('hs_attachment_ids'),
  text('hs_object_source', { readOnly: true }),
  text('hs_created_by_user_id', { readOnly: true }),
];

/** Properties every account has; accounts add their own to tickets. */
export const definedProperties: Readonly<Record<ObjectType, readonly PropertyDefinition[]>> = {
  tickets: [
    text('subject'),
    text('content'),
    text('hs_pipeline'),
    text('hs_pipeline_stage'),
    choice('hs_ticket_priority', ['LOW', 'MEDIUM', 'HIGH', 'URGENT']),
    choice('source_type', ['CHAT', 'EMAIL', 'FORM', 'PHONE']),
    text('hubspot_owner_id'),
    time('createdate'),
    time('closed_date'),
    text('hs_conversations_originating_thread_id'),
    text('hs_object_source', { readOnly: true }),
    text('hs_created_by_user_id', { readOnly: true }),
  ],
  contacts: [
    text('email'),
    text('firstname'),
    text('lastname'),
    text('phone'),
    text('mobilephone'),
    time('createdate', { readOnly: true }),
  ],
  emails: [
    ...engagement,
    choice('hs_email_direction', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL']),
    choice('hs_email_status', ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT']),
    text('hs_email_subject'),
    text('hs_email_text'),
    text('hs_email_html'),
    text('hs_email_headers'),
    text('hs_email_from_email'),
    text('hs_email_from_firstname'),
    text('hs_email_from_lastname'),
    text('hs_email_to_email'),
  ],
  notes: [...engagement, text('hs_note_body')],
  calls: [
    ...engagement,
    text('hs_call_title'),
    text('hs_call_body'),
    choice('hs_call_direction', ['INBOUND', 'OUTBOUND']),
    number('hs_call_duration'),
  ],
  communications: [
    ...engagement,
    choice('hs_communication_channel_type', ['WHATS_APP', 'LINKEDIN_MESSAGE', 'SMS']),
    text('hs_communication_body'),
    choice('hs_communication_logged_from', ['CRM']),
  ],
};

/** What a record must have to be made (Tickets and Activities, each one's guide). */
export const requiredProperties: Readonly<Record<ObjectType, readonly string[]>> = {
  tickets: ['hs_pipeline_stage'],
  contacts: [],
  emails: ['hs_timestamp'],
  notes: ['hs_timestamp'],
  calls: ['hs_timestamp'],
  communications: [],
};

/** What is shown where nothing is asked for (CRM search, "Searchable CRM objects and engagements"). */
export const shownByDefault: Readonly<Record<ObjectType, readonly string[]>> = {
  tickets: [
    'content',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'subject',
  ],
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  emails: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  notes: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  calls: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  communications: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
};
