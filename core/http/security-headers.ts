import type { RequestHandler } from 'express';

/** Pages need one style sheet and their own forms; no script runs at all. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** Two years, as hstspreload.org asks for. */
const transportMaxAgeSeconds = 63_072_000;

/**
 * Headers on every answer. Referrer stays `same-origin`: under `no-referrer` browsers send
 * `Origin: null` with our own forms (Fetch standard, "append a request Origin header"), and the
 * origin check could not tell them from a stranger's.
 */
export function securityHeaders({ publicUrl }: { publicUrl: string }): RequestHandler {
  const isHttps = publicUrl.startsWith('https:');
  return (_request, response, next) => {
    response.set({
      'Content-Security-Policy': contentSecurityPolicy,
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'same-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=()',
      'Cache-Control': 'no-store',
    });
    if (isHttps) {
      response.set('Strict-Transport-Security', `max-age=${transportMaxAgeSeconds}`);
    }
    next();
  };
}
