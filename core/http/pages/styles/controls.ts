/** Buttons, fields, tabs, chips and notices. Targets are at least 40 px high (WCAG 2.5.8 asks 24). */
export const controlStyles = `
button, input, select, textarea { font: inherit; color: inherit; }
button {
  min-height: 2.5rem; padding: 0.4rem 1rem; border-radius: 8px; cursor: pointer;
  border: 1px solid var(--strong-line); background: var(--card); font-weight: 600;
}
button:hover { border-color: var(--ink); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
button.primary:hover { filter: brightness(1.1); }
button.danger { color: var(--danger); border-color: var(--danger); }
button.quiet { font-weight: 400; border-color: var(--line); min-height: 2.25rem; padding-inline: 0.75rem; }
input, select, textarea {
  width: 100%; min-height: 2.5rem; padding: 0.4rem 0.65rem; border-radius: 8px;
  border: 1px solid var(--strong-line); background: var(--card);
}
input[type="hidden"] { display: none; }
::placeholder { color: var(--soft); opacity: 1; }
.field { display: block; }
.field > label, .field > span:first-child { display: block; font-size: 0.85rem; font-weight: 600; margin-bottom: 0.2rem; }
.hint { display: block; font-size: 0.85rem; margin-top: 0.2rem; }
summary { cursor: pointer; padding: 0.5rem 0; color: var(--accent); font-weight: 600; }
.filter {
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
  padding: 0.9rem 1rem 0.4rem;
}
.search { display: grid; grid-template-columns: 1fr auto; gap: 0.25rem 0.5rem; }
.search label { grid-column: 1 / -1; font-size: 0.85rem; font-weight: 600; }
.fields {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.75rem;
  align-items: end; padding-bottom: 0.75rem;
}
.tabs { overflow-x: auto; margin-bottom: 1rem; }
.tabs ul { display: flex; gap: 0.35rem; list-style: none; margin: 0; padding: 3px; }
.tabs a {
  display: block; white-space: nowrap; padding: 0.4rem 0.8rem; border-radius: 999px;
  text-decoration: none; color: var(--soft); border: 1px solid var(--line); background: var(--card);
}
.tabs a:hover { color: var(--ink); border-color: var(--strong-line); }
.tabs a[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--paper); }
.chips { display: flex; flex-wrap: wrap; gap: 0.5rem; list-style: none; margin: 0.75rem 0 0; padding: 0; }
.chips a {
  display: inline-block; padding: 0.3rem 0.75rem; border-radius: 999px; text-decoration: none;
  background: var(--calm-paper); color: var(--ink); font-size: 0.9rem;
}
.chips a:hover { text-decoration: underline; }
.chips a.clear { background: none; color: var(--accent); }
.notice {
  border-radius: var(--radius); padding: 0.9rem 1.1rem; margin: 1rem 0;
  border: 1px solid; border-left-width: 5px;
}
.notice p:last-child, .notice ul:last-child { margin-bottom: 0; }
.notice ul { margin: 0.35rem 0 0; padding-left: 1.2rem; }
.notice ul:empty { display: none; }
.notice.good { background: var(--good-paper); border-color: var(--good); }
.notice.bad { background: var(--bad-paper); border-color: var(--danger); }
.people { list-style: none; padding: 0; display: grid; gap: 0.6rem; }
.people button {
  width: 100%; display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; text-align: left;
  font-weight: 400; padding: 0.7rem 1rem; border-color: var(--line);
}
.people button:hover { border-color: var(--accent); }
.people .muted { grid-column: 1 / -1; font-size: 0.85rem; }
.paging { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1rem; }
.paging a {
  padding: 0.5rem 1rem; border: 1px solid var(--strong-line); border-radius: 8px;
  background: var(--card); text-decoration: none; font-weight: 600;
}
.paging a:only-child { margin-left: auto; }
`;
