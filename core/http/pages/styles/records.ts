/** Tables that become cards, one reversal's page, timelines and messages. */
export const recordStyles = `
.totals { margin: 1.25rem 0 0.6rem; }
.entries {
  width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card);
  border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden;
}
.entries th, .entries td {
  text-align: left; vertical-align: top; padding: 0.65rem 0.8rem; border-top: 1px solid var(--line);
  font-weight: 400;
}
.entries td { overflow-wrap: break-word; }
.entries td.what { overflow-wrap: anywhere; min-width: 12rem; }
.entries thead th { border-top: 0; font-size: 0.8rem; color: var(--soft); font-weight: 600; }
.entries tbody th { white-space: nowrap; font-weight: 600; }
.entries tbody tr:first-child > * { border-top: 1px solid var(--line); }
.entries tbody tr:hover { background: var(--paper); }
.number, .amount { font-variant-numeric: tabular-nums; }
.entries .number { text-align: right; white-space: nowrap; }
.entries td .amount { font-weight: 650; }
.entries time { font-size: 0.9rem; }
.what { max-width: 22rem; }
.entries td:last-child { min-width: 8rem; }
.reason { display: block; color: var(--soft); font-size: 0.9rem; }
.what .reason { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.badge {
  display: inline-block; padding: 0.1rem 0.6rem; border-radius: 999px; font-size: 0.85rem;
  font-weight: 600; white-space: nowrap; background: var(--calm-paper); color: var(--ink);
}
.badge.pending_approval, .badge.needs_review, .badge.changes_requested, .badge.health-waiting {
  background: var(--warn-paper); color: var(--warn);
}
.badge.approved, .badge.completed, .badge.health-working, .badge.proof { background: var(--good-paper); color: var(--good); }
.badge.rejected, .badge.health-failing, .badge.health-stuck, .badge.broken { background: var(--bad-paper); color: var(--danger); }
.flag {
  display: inline-block; margin-left: 0.35rem; padding: 0 0.5rem; border-radius: 6px;
  border: 1px solid var(--danger); color: var(--danger); font-size: 0.8rem;
}
.state .flag { margin: 0.3rem 0 0; }
.empty {
  background: var(--card); border: 1px dashed var(--strong-line); border-radius: var(--radius);
  padding: 2.5rem 1.5rem; text-align: center; margin-top: 1.25rem;
}
.empty p { max-width: 36rem; margin-inline: auto; }
.crumbs { margin-top: 1.25rem; font-size: 0.9rem; color: var(--soft); }
.headline { margin: 1rem 0 1.5rem; }
.headline h1 { margin: 0 0 0.5rem; font-size: 2.25rem; }
.headline .reference { font-size: 1.1rem; font-weight: 500; color: var(--soft); letter-spacing: 0; }
.states .badge + .badge { margin-left: 0.35rem; }
.columns {
  display: grid; grid-template-columns: minmax(0, 1fr) 22rem; grid-template-rows: auto 1fr;
  column-gap: 1.5rem; align-items: start;
}
.columns aside { grid-column: 2; grid-row: 1 / span 2; }
.columns section, main > section { margin-bottom: 1.75rem; }
main > section { margin-top: 2rem; }
aside section, .panel {
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
  padding: 1.1rem 1.2rem;
}
aside section { margin-bottom: 1rem !important; }
aside ul { margin: 0; padding-left: 1.1rem; }
aside ul.plain { padding: 0; }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 6.75rem 1fr; gap: 0.75rem; padding: 0.3rem 0; }
dt { color: var(--soft); font-size: 0.9rem; }
dt::first-letter { text-transform: uppercase; }
dd { margin: 0; }
.line { display: block; }
.panel { border-color: var(--accent); border-width: 1px 1px 1px 5px; }
.panel form {
  display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.75rem; justify-items: start;
  margin-bottom: 0.75rem;
}
.panel .field { width: 100%; max-width: 30rem; }
.panel .fields { width: 100%; max-width: 30rem; padding-bottom: 0; }
.pair { display: grid; grid-template-columns: 1fr 6rem; gap: 0.75rem; width: 100%; max-width: 30rem; }
.act { border-top: 1px solid var(--line); }
.act:last-child form { margin-bottom: 0; }
.timeline, .messages { list-style: none; margin: 0; padding: 0; }
.timeline li { position: relative; padding: 0 0 1rem 1.5rem; border-left: 2px solid var(--line); margin-left: 0.4rem; }
.timeline li::before {
  content: ""; position: absolute; left: -0.4rem; top: 0.45rem; width: 0.65rem; height: 0.65rem;
  border-radius: 50%; background: var(--strong-line);
}
.timeline li:last-child { border-left-color: transparent; padding-bottom: 0; }
.when { display: block; font-size: 0.85rem; }
.change { display: block; }
.hash { color: var(--soft); font-size: 0.75rem; }
blockquote { margin: 0.35rem 0 0; padding-left: 0.75rem; border-left: 3px solid var(--line); }
.messages li {
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
  padding: 0.8rem 1rem; margin-bottom: 0.6rem; max-width: 46rem;
}
.messages li.agent { margin-left: 1.5rem; background: var(--calm-paper); }
.messages .by { margin: 0 0 0.3rem; font-size: 0.9rem; }
.messages .text { margin: 0; white-space: pre-wrap; }
.operation { border-top: 1px solid var(--line); padding: 0.25rem 0; }
.operation summary span { color: var(--soft); font-weight: 400; }
.fields-table { border-collapse: collapse; margin-bottom: 0.75rem; width: 100%; }
.fields-table caption { text-align: left; font-weight: 600; padding-block: 0.25rem; }
.fields-table th, .fields-table td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; font-weight: 400; }
.fields-table th { width: 12rem; }
@media (max-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr); grid-template-rows: none; }
  .columns aside { grid-column: auto; grid-row: auto; }
}
@media (max-width: 52rem) {
  .entries, .entries tbody { display: block; border: 0; background: none; overflow: visible; }
  .entries thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .entries tbody tr {
    display: grid; grid-template-columns: 1fr auto; gap: 0.15rem 1rem; margin-bottom: 0.75rem;
    background: var(--card); border: 1px solid var(--line); border-radius: var(--radius);
    padding: 0.8rem 1rem;
  }
  .entries th, .entries td, .entries tbody tr:first-child > * { border: 0; padding: 0; }
  .entries td { grid-column: 1 / -1; max-width: none; white-space: normal; text-align: left; }
  .entries td.number:not([data-label]) { grid-column: 2; grid-row: 1; text-align: right; font-size: 1.1rem; }
  .entries td.number[data-label] { text-align: left; }
  .entries td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.9rem; }
  .entries td.state { margin-block: 0.2rem; }
  .headline h1 { font-size: 1.8rem; }
  .headline .reference { display: block; margin-top: 0.2rem; }
  .messages li.agent { margin-left: 0; }
  dl > div { grid-template-columns: 6.5rem 1fr; }
  .fields-table th { width: 40%; }
}
`;
