import type { RequestLimit } from '../../core/index.js';
import type { HubSpotSettings } from './settings.js';

/**
 * developers.hubspot.com, usage guidelines and CRM search "Limitations", read 2026-11: a private app's
 * burst on the smallest plans (Professional and Enterprise 190, with the add-on 250), told with every
 * answer but a search's; five searches a second for the whole account. The daily limit is told as
 * what is left, and met with a 429 only.
 */
const documented = [
  {
    name: 'requests',
    points: 100,
    windowMs: 10_000,
    costOf: () => 1,
    pointsTold: (headers) => numberIn(headers.get('x-hubspot-ratelimit-max')),
  },
  {
    name: 'searches',
    points: 5,
    windowMs: 1_000,
    costOf: ({ url }) => (url.pathname.endsWith('/search') ? 1 : 0),
  },
] as const satisfies readonly RequestLimit[];

/** The documented limits, with the account's own numbers where the settings name them. */
export function hubspotLimits({ limits }: HubSpotSettings): readonly RequestLimit[] {
  return documented.map((limit: RequestLimit & { name: 'requests' | 'searches' }) => {
    const own = limits?.[limit.name];
    return own === undefined ? limit : { ...limit, points: own, pointsTold: undefined };
  });
}

function numberIn(header: string | null): number | null {
  const value = Number(header ?? Number.NaN);
  return Number.isInteger(value) && value > 0 ? value : null;
}
