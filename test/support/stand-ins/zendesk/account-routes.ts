import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Route } from './gate.js';
import { listReply } from './pagination.js';
import { type UserRecord, userJson, vendorTime, type WebhookRecord } from './records.js';
import { ok, refusals } from './replies.js';
import type { ZendeskState } from './state.js';
import { idsOf } from './ticket-routes.js';

/** Users (developer.zendesk.com/api-reference/ticketing/users) and webhooks (…/webhooks). */
export function addAccountRoutes(route: Route, state: ZendeskState): void {
  const show = (api: string) => (user: UserRecord) => userJson(user, api);

  route('get', '/users', (call) =>
    listReply({
      name: 'users',
      items: [...state.users.values()],
      idOf: (user) => user.id,
      show: show(call.api),
      query: call.query,
      url: `${call.api}/users.json`,
    }),
  );
  route('get', '/users/me', (call) => ok({ user: show(call.api)(call.user) }));
  route('get', '/users/show_many', (call) => {
    const found = idsOf(call).flatMap((id) => state.users.get(id) ?? []);
    return ok({
      users: found.map(show(call.api)),
      next_page: null,
      previous_page: null,
      count: found.length,
    });
  });
  route('get', '/users/search', (call) => {
    const wanted = (call.query.get('query') ?? '').replace(/^email:/, '').toLowerCase();
    return listReply({
      name: 'users',
      items: [...state.users.values()].filter(
        (user) => user.email?.toLowerCase() === wanted || user.name.toLowerCase().includes(wanted),
      ),
      idOf: (user) => user.id,
      show: show(call.api),
      query: call.query,
      url: `${call.api}/users/search.json`,
    });
  });
  route('get', '/users/:id', (call) => {
    const user = state.users.get(Number(call.params.id));
    return user ? ok({ user: show(call.api)(user) }) : refusals.notFound();
  });

  route('post', '/webhooks', (call) => {
    const body = webhookBody.safeParse(call.body);
    if (!body.success) {
      const name = body.error.issues[0]?.path.at(-1);
      return refusals.invalidAttribute(String(name ?? 'webhook'), 'It is missing or not valid.');
    }
    const wanted = body.data.webhook;
    const webhook: WebhookRecord = {
      // Vendor ids are ULIDs: 26 upper-case characters.
      id: `01${randomUUID().replaceAll('-', '').toUpperCase().slice(0, 24)}`,
      name: wanted.name,
      endpoint: wanted.endpoint,
      status: wanted.status,
      subscriptions: wanted.subscriptions,
      secret: randomBytes(32).toString('base64'),
      created_at: vendorTime(state.now()),
    };
    state.webhooks.set(webhook.id, webhook);
    state.changed();
    return ok({ webhook: webhookJson(webhook, call.user) }, 201);
  });
  route('get', '/webhooks/:id', (call) => {
    const webhook = state.webhooks.get(call.params.id ?? '');
    return webhook ? ok({ webhook: webhookJson(webhook, call.user) }) : refusals.notFound();
  });
  route('get', '/webhooks/:id/signing_secret', (call) => {
    const webhook = state.webhooks.get(call.params.id ?? '');
    return webhook
      ? ok({ signing_secret: { algorithm: 'SHA256', secret: webhook.secret } })
      : refusals.notFound();
  });
  route('delete', '/webhooks/:id', (call) => {
    if (!state.webhooks.delete(call.params.id ?? '')) return refusals.notFound();
    state.changed();
    return { status: 204 };
  });
}

const webhookBody = z.object({
  webhook: z.object({
    name: z.string().min(1),
    endpoint: z.url(),
    http_method: z.literal('POST'),
    request_format: z.literal('json'),
    status: z.enum(['active', 'inactive']),
    subscriptions: z.array(z.string()).default([]),
  }),
});

function webhookJson(webhook: WebhookRecord, creator: UserRecord) {
  const { secret, ...shown } = webhook;
  return {
    ...shown,
    http_method: 'POST',
    request_format: 'json',
    created_by: String(creator.id),
    updated_at: webhook.created_at,
    updated_by: String(creator.id),
  };
}
