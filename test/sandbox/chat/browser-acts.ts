/**
 * The browser's second half: forms, acts, writing, staying up to date. What is being typed is never
 * redrawn. Joined with the first half into one module; the same limits hold.
 */
export const ACTS_SCRIPT = `
/* ---- forms ---- */
function drawModal(wanted) {
  if (!wanted) {
    if (modal.open) modal.close();
    modal.replaceChildren();
    drawn.delete(modal);
    return;
  }
  if (drawn.get(modal) !== wanted.html) {
    const form = modal.querySelector('form');
    const isSame = form && form.dataset.view === wanted.id;
    const typed = isSame ? valuesOf(form) : {};
    const focusedId = modal.contains(document.activeElement) ? document.activeElement.id : '';
    modal.innerHTML = wanted.html;
    drawn.set(modal, wanted.html);
    if (isSame) putValues(modal, typed);
    const again = focusedId && byId(focusedId);
    const wrong = modal.querySelector('.has-error input, .has-error select, .has-error textarea');
    if (wrong || again) (wrong || again).focus();
  }
  if (!modal.open) {
    modal.showModal();
    const first = modal.querySelector('[data-field]');
    if (first && first.focus) first.focus();
  }
}
function valueOf(field) {
  if (field.classList.contains('choices')) {
    const chosen = [...field.querySelectorAll('input:checked')].map((input) => input.value);
    return field.dataset.many === 'true' ? chosen : chosen[0] || '';
  }
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
  return field.value;
}
function valuesOf(scope) {
  const values = {};
  for (const field of scope.querySelectorAll('[data-field], select[data-act], .choices')) {
    const block = (values[field.dataset.blockId] = values[field.dataset.blockId] || {});
    block[field.dataset.actionId] = valueOf(field);
  }
  return values;
}
function putValues(scope, values) {
  for (const field of scope.querySelectorAll('[data-field], select[data-act], .choices')) {
    const kept = (values[field.dataset.blockId] || {})[field.dataset.actionId];
    if (kept === undefined) continue;
    if (field.classList.contains('choices')) {
      for (const input of field.querySelectorAll('input')) {
        input.checked = [].concat(kept).includes(input.value);
      }
    } else if (field.multiple) {
      for (const option of field.options) option.selected = kept.includes(option.value);
    } else field.value = kept;
  }
}
modal.addEventListener('cancel', (event) => {
  event.preventDefault();
  const form = modal.querySelector('form');
  if (form) act({ kind: 'close-view', view: form.dataset.view });
});
modal.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector('[type=submit]');
  await busy(button, act({ kind: 'submit', view: form.dataset.view, values: valuesOf(form) }));
  refresh();
});

/* ---- acts ---- */
async function act(wanted) {
  try {
    const response = await fetch(base + '/act?' + new URLSearchParams({ as: viewer }), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wanted),
    });
    const outcome = await response.json();
    const problem = response.ok ? problemOf(outcome) : outcome.problem;
    if (problem && !(wanted.kind === 'say' && wanted.text.startsWith('/') && response.ok)) {
      notice(problem);
    }
    return response.ok ? outcome : null;
  } catch {
    notice('The page could not reach the sandbox.');
    return null;
  }
}
function problemOf(outcome) {
  if (outcome.failure === 'http_timeout') return 'The hub did not answer within three seconds.';
  if (outcome.failure === 'not_connected') return 'No hub is connected to this chat.';
  if (outcome.failure === 'connection_failed') return 'The hub cannot be reached.';
  if (outcome.failure) return 'The hub answered with an error (' + outcome.status + ').';
  return outcome.refused ? 'Refused: ' + outcome.refused : '';
}
function notice(words) {
  const note = document.createElement('p');
  note.textContent = words;
  const close = document.createElement('button');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close notice');
  close.textContent = '✕';
  close.addEventListener('click', () => note.remove());
  note.append(close);
  byId('notices').append(note);
  setTimeout(() => note.remove(), 12000);
}
async function busy(element, work) {
  element.setAttribute('aria-busy', 'true');
  element.disabled = true;
  try {
    return await work;
  } finally {
    element.removeAttribute('aria-busy');
    element.disabled = false;
  }
}
function confirmed(words) {
  const dialog = byId('confirm');
  const text = (tag, content, className) => {
    const element = document.createElement(tag);
    element.textContent = content;
    if (className) element.className = className;
    return element;
  };
  const title = text('h2', words.title);
  title.id = 'confirm-title';
  const foot = document.createElement('footer');
  foot.className = 'modal-foot';
  const no = text('button', words.deny, 'button');
  const yes = text('button', words.confirm, 'button ' + (words.isDanger ? 'danger' : 'primary'));
  foot.append(no, yes);
  dialog.replaceChildren(title, text('p', words.text), foot);
  return new Promise((resolve) => {
    no.onclick = () => dialog.close('no');
    yes.onclick = () => dialog.close('yes');
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
    dialog.returnValue = 'no';
    dialog.showModal();
  });
}
function placeOf(element) {
  const holder = element.closest('[data-where]');
  return { where: holder.dataset.where, channel: holder.dataset.channel || null, holder };
}
async function press(element, choice) {
  if (element.dataset.confirm && !(await confirmed(JSON.parse(element.dataset.confirm)))) return;
  const { where, channel, holder } = placeOf(element);
  const wanted = {
    kind: 'click',
    channel,
    where,
    actionId: element.dataset.actionId,
    blockId: element.dataset.blockId,
    ...choice,
  };
  if (!channel) wanted.values = valuesOf(holder);
  await busy(element, act(wanted));
}
const acts = {
  go: (element) => go(element.dataset.channelId),
  'to-channels': () => go(null),
  thread: (element) => go(here().channel, element.dataset.ts),
  'close-thread': () => go(here().channel),
  'close-view': (element) => act({ kind: 'close-view', view: element.closest('form').dataset.view }),
  tools: (element) => element.closest('.message').classList.toggle('tools-open'),
  dismiss: (element) => act({ kind: 'dismiss', ts: placeOf(element).where }),
  react(element) {
    const { where, channel } = placeOf(element);
    act({ kind: 'react', channel, ts: where, name: element.dataset.name });
  },
  shortcut(element) {
    const { where, channel } = placeOf(element);
    busy(element, act({ kind: 'shortcut', channel, ts: where, callbackId: element.dataset.callbackId }));
  },
  async remove(element) {
    const words = { title: 'Delete this message?', text: 'It cannot be brought back.', confirm: 'Delete', deny: 'Keep', isDanger: true };
    if (!(await confirmed(words))) return;
    const { where, channel } = placeOf(element);
    act({ kind: 'remove', channel, ts: where });
  },
  edit: (element) => openEditor(element),
  click(element) {
    const { value, selected } = element.dataset;
    const menu = element.closest('details');
    if (menu) menu.open = false;
    press(element, selected === undefined ? { value } : { selected });
  },
};
document.addEventListener('click', (event) => {
  const element = event.target.closest('[data-act]');
  for (const menu of document.querySelectorAll('details.overflow[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (!element || !Object.hasOwn(acts, element.dataset.act)) return;
  if (element.tagName === 'FORM') return;
  acts[element.dataset.act](element);
});
document.addEventListener('change', (event) => {
  const element = event.target.closest('[data-act="choose"]');
  if (element) press(element, { selected: valueOf(element) });
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.overflow[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  } else if (event.target.closest('.thread') && !event.target.value) go(here().channel);
});
byId('person').addEventListener('change', (event) => {
  const query = new URLSearchParams(location.search);
  query.set('as', event.target.value);
  location.search = String(query);
});

/* A menu opens to the side that has room. */
document.addEventListener(
  'toggle',
  (event) => {
    const menu = event.target.open && event.target.querySelector('.menu');
    if (!menu) return;
    menu.classList.remove('flip');
    const pane = menu.closest('.rows, .home, dialog').getBoundingClientRect();
    menu.classList.toggle('flip', menu.getBoundingClientRect().right > pane.right - 4);
    menu.scrollIntoView({ block: 'nearest' });
  },
  true,
);

/* ---- writing ---- */
function openEditor(element) {
  const message = element.closest('.message');
  const { where, channel } = placeOf(element);
  const form = document.createElement('form');
  form.className = 'editor composer';
  const label = document.createElement('label');
  label.className = 'visually-hidden';
  label.textContent = 'Change the message';
  const area = document.createElement('textarea');
  area.value = element.dataset.text;
  area.id = 'editor-' + where;
  label.htmlFor = area.id;
  const cancel = document.createElement('button');
  cancel.type = 'button';
  cancel.className = 'button';
  cancel.textContent = 'Cancel';
  const save = document.createElement('button');
  save.className = 'button primary';
  save.textContent = 'Save';
  form.append(label, area, cancel, save);
  const close = () => {
    form.remove();
    message.classList.remove('editing');
    refresh();
  };
  cancel.onclick = close;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!area.value.trim()) return;
    const outcome = await busy(save, act({ kind: 'edit', channel, ts: where, text: area.value }));
    if (outcome) close();
  });
  message.classList.add('editing');
  message.querySelector('.message-body').append(form);
  sendOnEnter(area, form);
  area.focus();
  form.scrollIntoView({ block: 'nearest' });
}
function sendOnEnter(area, form) {
  area.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  const grow = () => {
    area.style.height = 'auto';
    area.style.height = Math.min(area.scrollHeight + 2, 180) + 'px';
  };
  area.addEventListener('input', grow);
  grow();
}
/* What is typed belongs to its channel or thread, and waits there. */
const drafts = {};
for (const [form, inThread] of [[composer, false], [threadComposer, true]]) {
  const area = form.querySelector('textarea');
  sendOnEnter(area, form);
  const key = () => here().channel + (inThread ? ' ' + here().thread : '');
  let shownFor = null;
  new MutationObserver(() => {
    if (shownFor === key()) return;
    shownFor = key();
    area.value = drafts[shownFor] || '';
    area.dispatchEvent(new Event('input'));
  }).observe(root, { subtree: true, childList: true, attributes: true });
  area.addEventListener('input', () => {
    if (shownFor !== null) drafts[shownFor] = area.value;
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (!text) return;
    const place = here();
    const sentFrom = key();
    area.value = '';
    area.dispatchEvent(new Event('input'));
    stick[inThread ? 'thread' : 'rows'] = true;
    const wanted = { kind: 'say', channel: place.channel, text };
    if (inThread) wanted.thread = place.thread;
    const outcome = await act(wanted);
    if (outcome === null && key() === sentFrom && area.value === '') {
      area.value = text; /* nothing was said: give it back */
      area.dispatchEvent(new Event('input'));
    }
  });
}

/* ---- staying up to date ---- */
const live = new EventSource(base + '/live');
live.onmessage = () => refresh();
live.onerror = () => {
  byId('live').hidden = false;
};
wide.addEventListener('change', () => refresh());
arrived();
`;
