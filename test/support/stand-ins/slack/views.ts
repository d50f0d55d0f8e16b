/** Forms (modals) and the app's home: open, push, update, publish, close. */
import { faultsOfView, isRecord, isViewTooLarge } from './block-limits.js';
import { stateOfBlocks } from './forms.js';
import { type Refused, refuse, withIds } from './messages.js';
import type { Platform } from './platform.js';
import type { Block, Json, View } from './workspace.js';

/** https://docs.slack.dev/surfaces/modals: a stack holds three views. */
const MAX_STACK = 3;

export function faultOfView(view: unknown): Refused | null {
  if (!isRecord(view)) return refuse('invalid_arguments');
  const faults = faultsOfView(view);
  if (faults.length > 0) {
    return refuse('invalid_arguments', { response_metadata: { messages: faults } });
  }
  return isViewTooLarge(view) ? refuse('view_too_large') : null;
}

export function openView(platform: Platform, ownerId: string, raw: Json): View {
  const view = newView(platform, ownerId, raw, null);
  platform.workspace.modals[ownerId] = [view];
  platform.changed();
  return view;
}

export function pushView(platform: Platform, ownerId: string, raw: Json): View | Refused {
  const stack = openViews(platform, ownerId);
  if (stack.length === 0) return refuse('not_found');
  if (stack.length >= MAX_STACK) return refuse('push_limit_reached');
  const view = newView(platform, ownerId, raw, stack.at(-1) ?? null);
  stack.push(view);
  platform.changed();
  return view;
}

/** Typed answers stay where block id and action id stay, as in Slack. */
export function changeView(platform: Platform, view: View, raw: Json): View {
  const content = contentOf(platform, raw);
  const typed = view.state.values;
  Object.assign(view, content, { errors: {}, hash: newHash(platform) });
  const state = stateOfBlocks(view.blocks, {});
  for (const [blockId, actions] of Object.entries(state.values)) {
    for (const actionId of Object.keys(actions)) {
      const kept = typed[blockId]?.[actionId];
      if (kept) actions[actionId] = kept;
    }
  }
  view.state = state;
  platform.changed();
  return view;
}

export function publishHome(platform: Platform, ownerId: string, raw: Json): View {
  const existing = platform.workspace.homes[ownerId];
  if (existing) return changeView(platform, existing, raw);
  const view = newView(platform, ownerId, raw, null);
  platform.workspace.homes[ownerId] = view;
  platform.changed();
  return view;
}

export function openViews(platform: Platform, ownerId: string): View[] {
  return platform.workspace.modals[ownerId] ?? [];
}

export function closeView(platform: Platform, view: View, everyView: boolean): void {
  const stack = openViews(platform, view.ownerId);
  const at = stack.indexOf(view);
  if (at >= 0) stack.splice(everyView ? 0 : at);
  if (stack.length === 0) delete platform.workspace.modals[view.ownerId];
  platform.changed();
}

export function findView(
  platform: Platform,
  wanted: { id?: string; externalId?: string },
): View | undefined {
  const { modals, homes } = platform.workspace;
  const all = [...Object.values(modals).flat(), ...Object.values(homes)];
  return all.find((view) =>
    wanted.id ? view.id === wanted.id : view.externalId === wanted.externalId,
  );
}

function newView(platform: Platform, ownerId: string, raw: Json, below: View | null): View {
  const id = platform.nextId('V');
  const content = contentOf(platform, raw);
  return {
    id,
    ownerId,
    ...content,
    state: stateOfBlocks(content.blocks, {}),
    hash: newHash(platform),
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
    errors: {},
  };
}

function contentOf(platform: Platform, raw: Json) {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    type: raw.type === 'home' ? ('home' as const) : ('modal' as const),
    title: plainText(raw.title),
    submit: plainText(raw.submit),
    close: plainText(raw.close),
    blocks: withIds(platform, raw.blocks as Block[]),
    privateMetadata: text(raw.private_metadata),
    callbackId: text(raw.callback_id),
    externalId: text(raw.external_id),
    clearOnClose: raw.clear_on_close === true,
    notifyOnClose: raw.notify_on_close === true,
  };
}

/** Slack writes out that emoji names count, unless told otherwise. */
function plainText(raw: unknown): Json | undefined {
  return isRecord(raw) ? { emoji: true, ...raw } : undefined;
}

function newHash(platform: Platform): string {
  return `${Math.floor(platform.now().getTime() / 1000)}.${platform.nextId('').toLowerCase()}`;
}
