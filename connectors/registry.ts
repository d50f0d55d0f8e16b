import type { Connector, PushConnector } from '../core/index.js';
import { adyen } from './adyen/index.js';
import { gmail } from './gmail/index.js';
import { hubspot } from './hubspot/index.js';
import { stripe } from './stripe/index.js';
import { zendesk } from './zendesk/index.js';

/** Every connector the hub ships; a new one is one more line here. */
export const connectors: readonly Connector[] = [zendesk, hubspot, gmail];

/** Connectors whose vendors send signed notices instead of being listed. */
export const pushConnectors: readonly PushConnector[] = [stripe, adyen];

/** Names a configuration may hold already, though this version opens no such connection. */
export const restingConnectors: readonly string[] = [];
