import type { Connector } from '../core/index.js';
import { gmail } from './gmail/index.js';
import { zendesk } from './zendesk/index.js';

/** Every connector the hub ships; a new one is one more line here. */
export const connectors: readonly Connector[] = [zendesk, gmail];

/** Names a configuration may hold already, though this version opens no such connection. */
export const restingConnectors: readonly string[] = ['hubspot'];
