/** How a Web API call carries its arguments: a form whose complex values are JSON, or one JSON body. */
import type { Request } from 'express';
import type { Json } from './workspace.js';

export type Arguments = Json;
export type Answer = Json & { ok: boolean };
export type Methods = Record<string, (args: Arguments) => Answer>;

const JSON_ARGUMENTS = ['blocks', 'attachments', 'metadata', 'view', 'unfurls'];

/** Null when a JSON argument cannot be read: Slack then says invalid_arguments. */
export function argumentsOf(request: Request): Arguments | null {
  const query: Json = request.query;
  const body: Json = typeof request.body === 'object' && request.body !== null ? request.body : {};
  const args: Arguments = { ...query, ...body };
  for (const key of JSON_ARGUMENTS) {
    const value = args[key];
    if (typeof value !== 'string' || value === '') continue;
    try {
      args[key] = JSON.parse(value);
    } catch {
      return null;
    }
  }
  return args;
}

/** The token, from the header or the body; null where none was sent. */
export function tokenOf(request: Request, args: Arguments): string | null {
  const header = request.get('authorization') ?? '';
  const bearer = /^Bearer (.+)$/i.exec(header)?.[1];
  return bearer ?? (typeof args.token === 'string' ? args.token : null);
}

export function text(args: Arguments, key: string): string | undefined {
  const value = args[key];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flag(args: Arguments, key: string): boolean {
  return args[key] === true || args[key] === 'true' || args[key] === '1' || args[key] === 1;
}

/** Cuts one page; the cursor is the place to go on from. */
export function pageOf<T>(
  all: T[],
  args: Arguments,
  defaultLimit: number,
): { page: T[]; nextCursor: string } | null {
  const limit = Math.min(Math.max(Number(args.limit ?? defaultLimit) || defaultLimit, 1), 999);
  const cursor = text(args, 'cursor');
  const from = cursor ? Number(Buffer.from(cursor, 'base64').toString().replace('next:', '')) : 0;
  if (!Number.isInteger(from) || from < 0) return null;
  const to = from + limit;
  return {
    page: all.slice(from, to),
    nextCursor: to < all.length ? Buffer.from(`next:${to}`).toString('base64') : '',
  };
}
