/** Colours, type, and the frame of a page. */
export const frameStyles = `
:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --line: #d9dee5; --strong-line: #7b8794;
  --ink: #17212e; --soft: #55616f; --accent: #0b57b7; --accent-ink: #ffffff;
  --danger: #b42318; --good: #116b3c; --warn: #8a5300;
  --good-paper: #e3f4ea; --bad-paper: #fdeceb; --warn-paper: #fcf1dc; --calm-paper: #e8eef7;
  --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #10151c; --card: #18202a; --line: #2d3845; --strong-line: #8593a3;
    --ink: #e8edf3; --soft: #a5b1bf; --accent: #7db4ff; --accent-ink: #0a1726;
    --danger: #ff9a90; --good: #7fdca6; --warn: #f2c063;
    --good-paper: #14301f; --bad-paper: #3a1b1a; --warn-paper: #35280f; --calm-paper: #1f2c3d;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.75rem; letter-spacing: -0.015em; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 0.75rem; }
h3 { font-size: 0.9rem; margin: 1rem 0 0.5rem; }
p { margin: 0 0 0.75rem; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.inner { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2rem); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.muted, .hint, .when { color: var(--soft); }
.lead { font-size: 1.1rem; max-width: 46rem; }
.eyebrow { color: var(--soft); font-size: 0.9rem; margin: 0 0 0.25rem; }
.narrow { max-width: 34rem; margin-block: 2.5rem; }
.narrow h1 { margin-top: 0; }
.prose { max-width: 46rem; }
.plain { list-style: none; padding: 0; margin: 0 0 0.75rem; }
.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top > .inner {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.5rem; padding-block: 0.5rem;
}
.brand {
  display: flex; align-items: center; gap: 0.6rem; color: inherit; text-decoration: none;
  font-weight: 650; padding-block: 0.25rem; line-height: 1.15;
}
.mark {
  display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 8px;
  background: var(--accent); color: var(--accent-ink); font-size: 1.2rem;
}
.organization { display: block; font-weight: 400; font-size: 0.8rem; color: var(--soft); }
.top nav ul { display: flex; gap: 0.25rem; list-style: none; margin: 0; padding: 0; }
.top nav a {
  display: block; padding: 0.5rem 0.75rem; border-radius: 8px; color: var(--soft);
  text-decoration: none;
}
.top nav a:hover { color: var(--ink); }
.top nav a[aria-current] { color: var(--ink); background: var(--calm-paper); font-weight: 600; }
.who { display: flex; align-items: center; gap: 0.75rem; margin-left: auto; font-size: 0.9rem; }
footer { padding-block: 2.5rem 2rem; color: var(--soft); font-size: 0.85rem; }
footer p { margin: 0 0 0.25rem; }
@media (max-width: 44rem) {
  .top nav { order: 3; width: 100%; }
  .top nav a { padding-block: 0.6rem; }
  .who .muted { display: none; }
  h1 { font-size: 1.45rem; margin-top: 1.1rem; }
}
`;
