import { gmailStandIn } from './gmail-stand-in.js';
import { hubspotStandIn } from './hubspot-stand-in.js';
import type { ConnectorStandIn } from './stand-in.js';
import { zendeskStandIn } from './zendesk-stand-in.js';

/** One stand-in for each connector that pulls; a guard fails where one is missing. */
export const standIns: readonly ConnectorStandIn[] = [zendeskStandIn, hubspotStandIn, gmailStandIn];
