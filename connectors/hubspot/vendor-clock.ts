import type { ConnectorTools } from '../../core/index.js';

/** No clock that anything else works with is further off: such a date is a proxy's, or made up. */
const aheadMaxMs = 86_400_000;

/**
 * Our clock against the vendor's, by the `Date` of its answers (RFC 9110, 6.6.1). Changes carry the
 * vendor's time: a place in them that is taken from a clock ahead of it lies past what is still to come.
 */
export function openVendorClock(tools: ConnectorTools): {
  /** The same tools; what they fetch is looked at. */
  tools: ConnectorTools;
  /** How far ours goes ahead; 0 where it does not, or nothing has been told yet. */
  aheadMs(): number;
} {
  let aheadMs = 0;
  const fetch: typeof globalThis.fetch = async (...request) => {
    const response = await tools.fetch(...request);
    const told = tools.now().getTime() - Date.parse(response.headers.get('date') ?? '');
    if (Math.abs(told) <= aheadMaxMs) aheadMs = Math.max(0, told);
    return response;
  };
  return { tools: { ...tools, fetch }, aheadMs: () => aheadMs };
}
