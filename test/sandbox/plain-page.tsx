import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';

const css = `
:root{color-scheme:light dark;--ink:#1c1e26;--soft:#5a6072;--line:#dfe2ea;--card:#fff;--back:#f5f6f9;--accent:#3a4fd0;--note:#fdf5dc}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebf2;--soft:#a4abbd;--line:#333949;--card:#1b1f2a;--back:#12151d;--accent:#9aa8ff;--note:#2e2a17}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}h1{font-size:1.7rem;line-height:1.25;margin:.2em 0}h2{font-size:1.1rem;margin:2rem 0 .6rem}a{color:var(--accent)}
.lead{color:var(--soft);max-width:44rem}.doors{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(13rem,100%),1fr));margin:1.5rem 0;padding:0;list-style:none}
.doors a{display:block;height:100%;padding:1rem 1.1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);color:inherit;text-decoration:none}
.doors a:hover,.doors a:focus-visible{border-color:var(--accent)}.doors strong{color:var(--accent);display:block}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.7rem;background:var(--card)}table{border-collapse:collapse;width:100%;font-size:.94rem}
th,td{text-align:left;padding:.5rem .8rem;border-bottom:1px solid var(--line);white-space:nowrap}tr:last-child td{border-bottom:0}th{color:var(--soft);font-weight:600}
code,pre{font:.87em/1.5 ui-monospace,monospace}pre{padding:.9rem 1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card);overflow-x:auto}
.tags{display:flex;flex-wrap:wrap;gap:.4rem;margin:.6rem 0 1.4rem;padding:0;list-style:none}.tags li{padding:.05rem .6rem;border:1px solid var(--line);border-radius:1rem;background:var(--card);font-size:.87rem}
.comment{margin:.8rem 0;padding:.8rem 1.1rem;border:1px solid var(--line);border-radius:.7rem;background:var(--card)}.comment.note{background:var(--note)}
.comment header{color:var(--soft);font-size:.9rem}.comment header strong{color:var(--ink)}.comment p{margin:.4rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}`;

/** The hub's own policy forbids every style in a page; these pages bring theirs, by its hash. */
const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sends one of the sandbox's own pages; no script runs on it. */
export function sendPlainPage(response: Response, title: string, content: ReactNode): void {
  const page = (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, as the hash has it */}
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <main>{content}</main>
      </body>
    </html>
  );
  response
    .set('Content-Security-Policy', contentPolicy)
    .type('html')
    .send(`<!doctype html>${renderToStaticMarkup(page)}`);
}

/** A table in a box that scrolls sideways by itself; `label` is the id of its heading. */
export function Rows(props: {
  label: string;
  heads: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="scroll" aria-labelledby={props.label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {props.heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) => (
                <td key={props.heads[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
