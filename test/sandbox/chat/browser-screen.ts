/**
 * The browser's first half: where we are, what is unread, and drawing. It fetches the screen and
 * changes only the rows that changed. Text, because the build copies compiled TypeScript alone; it
 * may hold no backquote, backslash or dollar-brace.
 */
export const SCREEN_SCRIPT = `
const root = document.getElementById('chat');
const base = root.dataset.base;
const viewer = root.dataset.as;
const byId = (id) => document.getElementById(id);
const nav = byId('nav');
const rows = byId('rows');
const home = byId('home');
const threadPane = document.querySelector('.thread');
const threadRows = byId('thread-rows');
const modal = byId('modal');
const composer = byId('composer');
const threadComposer = byId('thread-composer');
const wide = window.matchMedia('(min-width: 760px)');

/* ---- where we are, kept in the address so that "back" works ---- */
function here() {
  const query = new URLSearchParams(location.search);
  return { channel: query.get('channel'), thread: query.get('thread') };
}
function go(channel, thread, replace) {
  const query = new URLSearchParams({ as: viewer });
  if (channel) query.set('channel', channel);
  if (thread) query.set('thread', thread);
  const address = base + '?' + query;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  arrived();
}
function arrived() {
  const place = here();
  stick.rows = stick.thread = true;
  if (place.channel === 'home') act({ kind: 'home' });
  refresh();
}
window.addEventListener('popstate', arrived);

/* ---- what has been read, for the unread marks ---- */
const seenKey = 'chat-seen-' + viewer;
const seen = JSON.parse(localStorage.getItem(seenKey) || '{}');
function markSeen(channel) {
  const entry = nav.querySelector('[data-channel-id="' + CSS.escape(channel) + '"]');
  if (!entry || !entry.dataset.latest) return;
  seen[channel] = entry.dataset.latest;
  localStorage.setItem(seenKey, JSON.stringify(seen));
}
function showUnread() {
  for (const entry of nav.querySelectorAll('[data-latest]')) {
    const isUnread = Number(entry.dataset.latest) > Number(seen[entry.dataset.channelId] || 0);
    entry.classList.toggle('unread', isUnread);
  }
}

/* ---- drawing ---- */
const stick = { rows: true, thread: true };
let drawing = null;
let drawAgain = false;
function refresh() {
  if (drawing) {
    drawAgain = true;
    return drawing;
  }
  drawing = draw().finally(() => {
    drawing = null;
    if (drawAgain) {
      drawAgain = false;
      refresh();
    }
  });
  return drawing;
}
async function draw() {
  const asked = here();
  const query = new URLSearchParams({ as: viewer });
  if (asked.channel) query.set('channel', asked.channel);
  if (asked.thread) query.set('thread', asked.thread);
  let screen;
  try {
    const response = await fetch(base + '/screen?' + query);
    if (!response.ok) throw new Error(String(response.status));
    screen = await response.json();
  } catch {
    byId('live').hidden = false;
    return;
  }
  byId('live').hidden = true;
  const now = here();
  if (now.channel !== asked.channel || now.thread !== asked.thread) {
    drawAgain = true;
    return;
  }
  show(screen);
}
function show(screen) {
  const place = screen.place;
  setHtml(nav, screen.nav);
  if (!place.channel && wide.matches) {
    const first = nav.querySelector('[data-channel-id]');
    if (first) return go(first.dataset.channelId, null, true);
  }
  root.dataset.screen = place.thread ? 'thread' : place.channel ? 'channel' : 'channels';
  if (place.channel) markSeen(place.channel);
  showUnread();
  setHtml(byId('title'), screen.title);
  rows.hidden = screen.rows === null;
  home.hidden = screen.home === null;
  if (screen.home !== null) setHtml(home, screen.home);
  composer.hidden = screen.rows === null;
  composer.querySelector('textarea').placeholder = screen.hint;
  /* After all that takes room: what is hidden cannot be scrolled to its end. */
  drawRows(rows, screen.rows || [], 'rows', 'No messages yet. Say something, or run /reversal help.');
  threadPane.hidden = screen.thread === null;
  threadComposer.hidden = screen.thread === null;
  if (screen.thread) {
    byId('thread-title').textContent = screen.thread.title;
    drawRows(threadRows, screen.thread.rows, 'thread', 'This thread is gone.');
  }
  drawModal(screen.modal);
}
const drawn = new WeakMap();
function setHtml(element, html) {
  if (drawn.get(element) === html) return;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  const mark = focused && (focused.dataset.channelId || focused.dataset.actionId);
  element.innerHTML = html;
  drawn.set(element, html);
  if (mark) {
    const again = element.querySelector(
      '[data-channel-id="' + CSS.escape(mark) + '"], [data-action-id="' + CSS.escape(mark) + '"]',
    );
    if (again) again.focus({ preventScroll: true });
  }
}
function drawRows(list, wanted, name, emptyWords) {
  const old = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const stays = new Set(wanted.map((row) => row.key));
  for (const [key, child] of old) if (!stays.has(key)) child.remove();
  if (wanted.length === 0) {
    const empty = document.createElement('p');
    empty.className = 'empty';
    empty.dataset.key = 'empty';
    empty.textContent = emptyWords;
    list.replaceChildren(empty);
    return;
  }
  let previous = null;
  for (const row of wanted) {
    let child = old.get(row.key);
    if (!child) {
      child = document.createElement('div');
      child.className = 'row';
      child.dataset.key = row.key;
    }
    const after = previous ? previous.nextSibling : list.firstChild;
    if (after !== child) list.insertBefore(child, after);
    if (!child.querySelector('.editor')) setHtml(child, row.html);
    previous = child;
  }
  if (stick[name]) list.scrollTop = list.scrollHeight;
}
for (const [name, list] of [['rows', rows], ['thread', threadRows]]) {
  list.addEventListener('scroll', () => {
    stick[name] = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  });
}
`;
