import type { Router } from 'express';
import type { FaultStorm } from '../fault-storm.js';
import { createFaults, type Fault, type InjectedFault } from '../faults.js';
import type { RequestLogEntry } from '../requests.js';
import { type AccountFacts, addAccountRoutes } from './account-routes.js';
import { addAssociationRoutes } from './association-routes.js';
import { createGate } from './gate.js';
import { addObjectRoutes } from './object-routes.js';
import type { CrmRecord, OwnerRecord, PropertyDefinition } from './records.js';
import { addSearchRoutes } from './search-routes.js';
import { createHubSpotState, type StandInPersistence } from './state.js';
import { createTicketWork, type TicketWork } from './ticket-work.js';
import { createWebhookSender, type WebhookDelivery, type WebhookTarget } from './webhooks.js';

export interface HubSpotStandInOptions extends Partial<AccountFacts> {
  /** Of the private app. */
  accessToken: string;
  /** How long after a change the search does not know it; "a few moments" by default. */
  indexLagMs?: number;
  /** False switches the limits off. */
  rateLimit?: boolean;
  webhook?: WebhookTarget;
  webhookRetryDelaysMs?: readonly number[];
  persistence?: StandInPersistence;
  now?: () => Date;
  fetch?: typeof fetch;
}

/** The far side in the hands of a test or the sandbox; every change here tells the webhooks too. */
export interface HubSpotControl extends TicketWork {
  addOwner(owner: { name: string; email: string; archived?: boolean }): OwnerRecord;
  owners(): readonly OwnerRecord[];
  /** A property of tickets that this account has beside the vendor's own. */
  addTicketProperty(name: string, more?: Partial<PropertyDefinition>): void;
  record(type: CrmRecord['type'], id: string): CrmRecord | undefined;
  /** Scopes the app has not been granted. */
  readonly missingScopes: Set<string>;
  /** `areTicketsTouched`: a ticket changes with what is hung on it, as it mostly does. */
  limits: { isOn: boolean; indexLagMs: number; areTicketsTouched: boolean };
  readonly requests: readonly RequestLogEntry[];
  inject(fault: Fault): InjectedFault;
  clearFaults(): void;
  meetStorm(storm: FaultStorm | null): void;
  unusedFaults(): Fault[];
  setWebhook(target: WebhookTarget | null): void;
  readonly webhookDeliveries: readonly WebhookDelivery[];
  webhooksSettled(): Promise<void>;
}

export interface HubSpotStandIn {
  /** Answers as `api.hubapi.com` does, under wherever it is mounted. */
  router: Router;
  state: HubSpotControl;
  /** Keeps what is pending, stops webhooks and held answers. */
  close(): Promise<void>;
}

const INDEX_LAG_MS = 2_000;
const PORTAL_ID = 62_515;

/** A HubSpot account in memory that speaks the vendor's own API. */
export function createHubSpotStandIn(options: HubSpotStandInOptions): HubSpotStandIn {
  const faults = createFaults();
  const requests: RequestLogEntry[] = [];
  const missingScopes = new Set<string>();
  const limits = {
    isOn: options.rateLimit ?? true,
    indexLagMs: options.indexLagMs ?? INDEX_LAG_MS,
    areTicketsTouched: true,
  };
  const facts = { portalId: options.portalId ?? PORTAL_ID, uiDomain: options.uiDomain ?? null };
  let target = options.webhook ?? null;
  const sender = createWebhookSender({
    state: () => state,
    portalId: facts.portalId,
    target: () => target,
    fetch: options.fetch ?? fetch,
    retryDelaysMs: options.webhookRetryDelaysMs,
  });
  const state = createHubSpotState({
    now: options.now ?? (() => new Date()),
    indexLagMs: () => limits.indexLagMs,
    areTicketsTouched: () => limits.areTicketsTouched,
    storm: () => faults.storm,
    onEvent: sender.send,
    persistence: options.persistence,
  });
  const router = createGate({
    state,
    accessToken: options.accessToken,
    missingScopes: () => missingScopes,
    rateLimit: () => limits.isOn,
    faults,
    requests,
    routes(route) {
      addSearchRoutes(route, state, () => faults.storm);
      addObjectRoutes(route, state, () => faults.storm);
      addAssociationRoutes(route, state);
      addAccountRoutes(route, state, facts);
    },
  });

  const control: HubSpotControl = {
    ...createTicketWork(state),
    addOwner({ name, email, archived }) {
      const known = state.owners.find((owner) => owner.email === email);
      if (known) return known;
      const [firstName = '', ...rest] = name.split(' ');
      const id = state.nextId();
      const owner = {
        id,
        userId: Number(state.nextId()),
        email,
        firstName,
        lastName: rest.join(' '),
        archived: archived ?? false,
      };
      state.owners.push(owner);
      state.changed();
      return owner;
    },
    owners: () => state.owners,
    addTicketProperty(name, more) {
      if (state.definition('tickets', name)) return;
      const definition: PropertyDefinition = {
        name,
        label: name,
        type: 'string',
        fieldType: 'text',
        groupName: 'ticketinformation',
        ...more,
      };
      state.ticketProperties.push(definition);
      state.changed();
    },
    record: (type, id) => state.records(type).get(id),
    missingScopes,
    limits,
    requests,
    inject: faults.inject,
    clearFaults: faults.clear,
    meetStorm: faults.meet,
    unusedFaults: faults.unused,
    setWebhook: (next) => {
      target = next;
    },
    webhookDeliveries: sender.deliveries,
    webhooksSettled: sender.settled,
  };

  return {
    router,
    state: control,
    async close() {
      sender.close();
      faults.close();
      state.flush();
      await sender.settled();
    },
  };
}
