import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a signature covers; `url` as the vendor called it, protocol and query included. */
export type SignedRequest = { method: string; url: string; rawBody: Buffer; timestamp: string };

/**
 * The three ways in which the vendor signs ("Validating requests from HubSpot"): v3 is
 * base64(HMAC-SHA256(secret, method + url + body + timestamp)); v2 hex(SHA-256(secret + method + url
 * + body)); v1 hex(SHA-256(secret + body)). True where `signature` is the right one, in constant time.
 */
export function isSigned(
  version: 'v1' | 'v2' | 'v3',
  secret: string,
  request: SignedRequest,
  signature: string,
): boolean {
  const { method, url, rawBody, timestamp } = request;
  if (version === 'v3') {
    const hash = createHmac('sha256', secret).update(method).update(urlForSigning(url));
    return isSame(hash.update(rawBody).update(timestamp).digest(), signature, 'base64');
  }
  const hash = createHash('sha256').update(secret);
  if (version === 'v2') hash.update(method).update(url);
  return isSame(hash.update(rawBody).digest(), signature, 'hex');
}

function isSame(wanted: Buffer, signature: string, encoding: 'base64' | 'hex'): boolean {
  const given = Buffer.from(signature, encoding);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** v3 alone signs the address with these characters decoded (same page, the table of "URL-encoded characters"). */
const decoded: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

function urlForSigning(url: string): string {
  return url.replace(/%[0-9a-f]{2}/gi, (code) => decoded[code.toUpperCase()] ?? code);
}
