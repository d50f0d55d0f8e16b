/** The chat's look: three panes when wide, one at a time when narrow. */
export const CHAT_STYLE = `
:root {
  --ink: #17212b; --faint: #52606d; --line: #dde3e9; --paper: #fff; --wash: #f4f6f8;
  --side: #14323f; --side-ink: #e8f1f4; --side-faint: #a9c3cc; --side-here: #0b6b75;
  --accent: #0b6b58; --accent-dark: #085343; --danger: #b3261e; --notice: #fff6dd; --link: #0a5fa8;
  --mention: #fdf0c3;
  color-scheme: light;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body {
  font: 15px/1.47 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%;
}
button, select, input, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
h1, h2, h3, p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
:focus-visible { outline: 3px solid #1f7ae0; outline-offset: 2px; border-radius: 4px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.faint { color: var(--faint); font-size: 13px; }
.empty { color: var(--faint); padding: 32px 20px; text-align: center; }
.empty-title { font-weight: 700; color: var(--ink); font-size: 17px; margin-bottom: 4px; }

/* panes */
#chat { display: grid; grid-template-columns: 264px minmax(0, 1fr); height: 100dvh; }
#chat:has(.thread:not([hidden])) { grid-template-columns: 264px minmax(0, 1fr) minmax(320px, 30%); }
.side { background: var(--side); color: var(--side-ink); overflow-y: auto; display: flex; flex-direction: column; }
.middle, .thread { display: flex; flex-direction: column; min-width: 0; min-height: 0; background: var(--paper); }
.thread { border-left: 1px solid var(--line); }
.pane-head { display: flex; align-items: center; gap: 8px; padding: 0 20px; min-height: 58px; border-bottom: 1px solid var(--line); }
.pane-title { display: flex; align-items: baseline; gap: 10px; min-width: 0; flex: 1; }
.pane-title h1, .pane-title h2 { font-size: 18px; line-height: 1.3; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.plain { border: 0; background: none; padding: 8px 10px; border-radius: 6px; color: var(--faint); }
.plain:hover { background: var(--wash); color: var(--ink); }
.back { display: none; border: 0; background: none; font-size: 30px; line-height: 1; padding: 4px 12px 8px 4px; color: var(--link); }

/* channels */
.who { padding: 14px 14px 12px; border-bottom: 1px solid #ffffff24; }
.who label { display: block; font-size: 12px; color: var(--side-faint); margin-bottom: 4px; }
.who select { width: 100%; font-size: 14px; padding: 8px; border-radius: 8px; border: 1px solid #ffffff47; background: #0d2530; color: var(--side-ink); min-height: 40px; }
#nav { padding: 6px 8px 20px; }
#nav h2 { font-size: 13px; font-weight: 600; color: var(--side-faint); padding: 16px 10px 4px; }
#nav button { display: flex; align-items: center; gap: 8px; width: 100%; min-height: 34px; padding: 3px 10px; border: 0; border-radius: 7px; background: none; color: var(--side-ink); text-align: left; }
#nav button:hover { background: #ffffff17; }
#nav button[aria-current] { background: var(--side-here); color: #fff; font-weight: 600; }
#nav .avatar { width: 22px; height: 22px; font-size: 9px; border-radius: 5px; }
.nav-mark { width: 22px; text-align: center; color: var(--side-faint); }
.nav-label { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.nav-empty { padding: 4px 10px; font-size: 14px; color: var(--side-faint); }
.unread-dot { display: none; width: 9px; height: 9px; border-radius: 50%; background: #ffb84d; }
.unread .unread-dot { display: block; }
.unread .nav-label { font-weight: 700; }

/* messages */
.rows { flex: 1; overflow-y: auto; padding: 8px 0 14px; overscroll-behavior: contain; }
.day { display: flex; align-items: center; margin: 12px 20px 6px; }
.day::before, .day::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.day span { font-size: 13px; font-weight: 600; color: var(--faint); padding: 0 12px; }
.message { position: relative; display: flex; gap: 10px; padding: 7px 20px; }
.message.continued { padding-top: 1px; padding-bottom: 2px; }
.message:hover, .message:focus-within { background: var(--wash); }
.message-body { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.message-head { display: flex; align-items: baseline; gap: 7px; line-height: 1.3; }
.message-head time, .thread-link time { font-size: 12px; color: var(--faint); }
.badge { font-size: 11px; font-weight: 600; padding: 0 5px; border-radius: 4px; background: #e3e8ed; color: var(--faint); align-self: center; }
.avatar { flex: none; display: grid; place-items: center; width: 38px; height: 38px; border-radius: 9px; font-size: 14px; font-weight: 700; color: #fff; background: #3f5a8a; }
.avatar-space { flex: none; width: 38px; }
.hue-1 { background: #8a4a3f; } .hue-2 { background: #4d6b2f; } .hue-3 { background: #6b3f8a; } .hue-4 { background: #2f6b6b; } .hue-5 { background: #7d5a12; }
.avatar.bot { background: linear-gradient(140deg, #0b6b58, #0a4d63); }
.edited { font-size: 12px; color: var(--faint); }
.plain-text { white-space: pre-wrap; }
.message .slack_blocks_to_jsx { max-width: none; }
#chat .slack_blocks_to_jsx, #chat .slack_blocks_to_jsx :not(code), dialog .slack_blocks_to_jsx, dialog .slack_blocks_to_jsx :not(code) { font-family: inherit !important; }
.slack_blocks_to_jsx .slack_blocks_to_jsx__section { margin: 0 !important; }
.slack_blocks_to_jsx p, .slack_blocks_to_jsx span { white-space: pre-wrap; }
.slack_blocks_to_jsx a { color: var(--link); text-decoration: underline; text-underline-offset: 2px; }
.slack_blocks_to_jsx .slack_user, .slack_blocks_to_jsx .slack_channel { color: #0b4f78; background: #e3f0f8; border-radius: 3px; padding: 0 3px; font-weight: 500; }
.tools { position: absolute; right: 16px; top: -12px; display: flex; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 2px 8px #17212b1f; opacity: 0; pointer-events: none; overflow: hidden; }
.message:hover .tools, .message:focus-within .tools { opacity: 1; pointer-events: auto; }
.editing .tools { display: none; }
.tools button { border: 0; background: none; padding: 5px 10px; font-size: 13px; min-height: 32px; color: var(--faint); }
.tools button:hover { background: var(--wash); color: var(--ink); }
.thread-link { display: flex; align-items: center; gap: 8px; margin-top: 5px; padding: 3px 8px 3px 4px; border: 1px solid transparent; border-radius: 7px; background: none; color: var(--link); font-weight: 600; font-size: 13px; }
.thread-link:hover { background: var(--paper); border-color: var(--line); }
.thread-link .faint { font-weight: 400; }
.faces { display: flex; gap: 3px; }
.faces .avatar { width: 22px; height: 22px; font-size: 9px; border-radius: 5px; }
.reactions { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 5px; }
.reactions button { display: flex; align-items: center; gap: 5px; padding: 1px 9px; border-radius: 14px; border: 1px solid var(--line); background: var(--wash); font-size: 13px; }
.reactions .slack_blocks_to_jsx { width: auto; }
.ephemeral { background: #f2f6fb; border-left: 3px solid #7ba3cc; padding-left: 17px; }
.ephemeral .tools { opacity: 1; pointer-events: auto; top: 6px; border: 0; background: none; box-shadow: none; }
.only-you { font-size: 12px; color: #3b5b7c; }

/* cards */
.card { border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 9px; padding: 10px 14px 12px; margin-top: 5px; max-width: 620px; background: var(--paper); }
.blocks { display: flex; flex-direction: column; gap: 8px; }
.block-header { font-size: 17px; line-height: 1.3; font-weight: 700; }
.block-divider { width: 100%; border: 0; border-top: 1px solid var(--line); margin: 3px 0; }
.block-section { display: flex; gap: 12px; align-items: flex-start; }
.section-text { flex: 1; min-width: 0; }
.section-fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 18px; margin-top: 4px; }
.section-accessory { flex: none; }
.accessory { max-width: 76px; border-radius: 6px; }
.block-context { display: flex; flex-wrap: wrap; gap: 2px 12px; color: var(--faint); font-size: 13px; }
.block-context .slack_blocks_to_jsx { width: auto; }
.block-context .slack_blocks_to_jsx * { color: var(--faint) !important; font-size: 13px !important; }
.block-context .slack_blocks_to_jsx a, .block-context .slack_blocks_to_jsx a * { color: var(--link) !important; text-decoration: underline; }
.block-actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.button { display: inline-flex; align-items: center; justify-content: center; min-height: 36px; padding: 5px 14px; border: 1px solid #b6c1cb; border-radius: 7px; background: var(--paper); color: var(--ink); font-weight: 600; font-size: 14px; text-decoration: none; }
.button:hover { background: var(--wash); }
.button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
.button.primary:hover { background: var(--accent-dark); }
.button.danger { background: var(--paper); border-color: var(--danger); color: var(--danger); }
.button.danger:hover { background: #fdeceb; }
[aria-busy=true] { opacity: .6; cursor: progress; }
[aria-busy=true]::after { content: ""; width: 12px; height: 12px; margin-left: 8px; border-radius: 50%; border: 2px solid currentColor; border-right-color: transparent; animation: turn .8s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
.overflow { position: relative; }
.overflow summary { display: grid; place-items: center; width: 38px; height: 36px; border: 1px solid #b6c1cb; border-radius: 7px; cursor: pointer; list-style: none; font-weight: 700; }
.overflow summary::-webkit-details-marker { display: none; }
.overflow .menu { position: absolute; z-index: 5; right: 0; top: 40px; min-width: 190px; padding: 5px; background: var(--paper); border: 1px solid var(--line); border-radius: 9px; box-shadow: 0 8px 24px #17212b33; }
.overflow .menu { right: auto; left: 0; }
.overflow .menu.flip, .section-accessory .overflow .menu { left: auto; right: 0; }
.overflow .menu button { display: block; width: 100%; text-align: left; border: 0; background: none; border-radius: 6px; padding: 8px 11px; }
.overflow .menu button:hover { background: var(--wash); }

/* fields */
input:not([type=radio], [type=checkbox]), .blocks select, .composer textarea, .blocks textarea { width: 100%; min-height: 40px; padding: 8px 11px; border: 1px solid #8593a0; border-radius: 7px; background: var(--paper); }
.block-actions select, .block-actions input, .section-accessory select { width: auto; max-width: 100%; min-height: 36px; padding: 4px 8px; }
.block-input { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-direction: column; gap: 4px; }
.block-input label, .block-input legend { font-weight: 600; padding: 0; }
.optional { font-weight: 400; color: var(--faint); }
.hint { font-size: 13px; color: var(--faint); }
.field-error { font-size: 13px; font-weight: 600; color: var(--danger); }
.has-error input, .has-error select, .has-error textarea { border-color: var(--danger); box-shadow: 0 0 0 1px var(--danger); }
.choices { display: flex; flex-direction: column; gap: 6px; }
.block-input .choices label { display: flex; gap: 9px; align-items: baseline; font-weight: 400; }
.choices small { display: block; color: var(--faint); }
.composer { display: flex; gap: 8px; align-items: flex-end; padding: 10px 20px 18px; }
.composer textarea { flex: 1; resize: none; min-height: 44px; max-height: 180px; border-radius: 9px; line-height: 1.4; padding: 10px 12px; }
.composer .button { min-height: 44px; }
.editor.composer { padding: 6px 0 4px; flex-wrap: wrap; justify-content: flex-end; }
.editor.composer textarea { flex-basis: 100%; }
.tools-toggle { display: none; }

/* dialogs, notices */
dialog { border: 0; border-radius: 14px; padding: 0; width: min(520px, calc(100vw - 24px)); max-height: min(86dvh, 780px); color: inherit; box-shadow: 0 24px 70px #0d1b2666; }
dialog::backdrop { background: #0d1b2680; }
#modal[open] { display: flex; }
#modal form { display: flex; flex-direction: column; width: 100%; min-height: 0; }
.modal-head { display: flex; align-items: center; justify-content: space-between; padding: 16px 14px 12px 22px; border-bottom: 1px solid var(--line); }
.modal-head h2, #confirm h2 { font-size: 19px; line-height: 1.3; }
.modal-body { padding: 18px 22px; overflow-y: auto; }
.modal-body .blocks { gap: 16px; }
.modal-foot { display: flex; justify-content: flex-end; gap: 10px; padding: 14px 22px 18px; border-top: 1px solid var(--line); }
#confirm { padding: 20px 0 0; width: min(420px, calc(100vw - 24px)); }
#confirm h2, #confirm > p { padding: 0 22px 10px; }
#notices { position: fixed; z-index: 9; left: 50%; bottom: 84px; translate: -50%; width: min(460px, calc(100vw - 24px)); display: grid; gap: 8px; }
#notices p, #live { display: flex; justify-content: space-between; gap: 10px; align-items: center; padding: 11px 14px; border-radius: 9px; background: #5b1712; color: #fff; box-shadow: 0 6px 20px #17212b40; }
#notices button { border: 0; background: none; color: inherit; padding: 4px 8px; }
#live { position: fixed; z-index: 8; top: 8px; left: 50%; translate: -50%; background: #5c4300; white-space: nowrap; }
.home { flex: 1; overflow-y: auto; padding: 20px; }
.home-blocks { max-width: 680px; }

/* choosing a person */
.chooser { max-width: 620px; margin: 0 auto; padding: 8vh 20px 40px; }
.chooser h1 { font-size: 28px; line-height: 1.2; margin-bottom: 8px; letter-spacing: -.01em; }
.chooser .faint { font-size: 15px; margin-bottom: 24px; }
.chooser ul { display: grid; gap: 10px; }
.chooser a { display: flex; gap: 14px; align-items: center; padding: 14px 16px; border: 1px solid var(--line); border-radius: 12px; color: inherit; text-decoration: none; }
.chooser a:hover { border-color: var(--accent); background: var(--wash); }
.chooser strong { display: block; }
.chooser .role { color: var(--faint); font-size: 14px; }
.chooser small { display: block; color: var(--faint); }

/* one pane at a time */
@media (max-width: 1080px) and (min-width: 760px) {
  #chat:has(.thread:not([hidden])) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  #chat:has(.thread:not([hidden])) .side { display: none; }
  #chat:has(.thread:not([hidden])) .middle .back { display: block; }
}
@media (max-width: 759px) {
  #chat, #chat:has(.thread:not([hidden])) { display: block; }
  .side, .middle, .thread { height: 100dvh; }
  [data-screen=channels] .middle, [data-screen=channels] .thread, [data-screen=channel] .side,
  [data-screen=channel] .thread, [data-screen=thread] .side, [data-screen=thread] .middle { display: none; }
  .back { display: block; }
  .close-thread { display: none; }
  .thread { border-left: 0; }
  .pane-head { padding: 0 12px; min-height: 54px; }
  #nav button { min-height: 46px; font-size: 16px; }
  .message { padding: 8px 12px; flex-wrap: wrap; }
  .avatar, .avatar-space { width: 32px; } .avatar { height: 32px; font-size: 12px; }
  .message-body { flex-basis: calc(100% - 50px); }
  .card { padding: 10px 12px 12px; }
  .tools { position: absolute; top: 2px; right: 6px; opacity: 1; pointer-events: auto; border: 0; box-shadow: none; background: none; }
  .tools button:not(.tools-toggle) { display: none; }
  .tools-toggle { display: block; min-width: 44px; font-weight: 700; }
  .tools-open .tools, .ephemeral .tools { position: static; margin-left: 34px; flex-wrap: wrap; }
  .tools-open .tools button, .ephemeral .tools button { display: block; padding: 4px 9px; min-height: 38px; }
  .continued .tools { top: -6px; }
  .has-card .block-actions .button { min-height: 44px; padding-inline: 9px; }
  .overflow summary { width: 44px; height: 44px; }
  .composer { padding: 8px 12px 12px; }
  .section-fields { gap: 6px 12px; }
  input, select, textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { [aria-busy=true]::after { animation: none; } }
`;
