import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const decisions = readdirSync(join(root, 'docs/decisions')).map((file) => `docs/decisions/${file}`);
const documents = [
  'README.md',
  'AGENTS.md',
  'CHANGELOG.md',
  'docs/operating.md',
  'connectors/README.md',
  ...decisions,
];
const areas = /^(?:connectors|core|bot|prisma|test|docs)\/[\w./-]+$|^[\w.-]+\.(?:ts|md|json|yaml)$/;
/** Names of places that a reader makes or that appear only while it runs. */
const made = /[<*]|hub\.config\.yaml$|^data\/|screenshots$|core\/storage\/generated/;

describe('paths named in documents', () => {
  it.each(documents)('%s names only what is there', (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map((match) =>
      join(document, '..', match[1] ?? ''),
    );
    const inCode = [...text.matchAll(/`([^`\s]+)`/g)]
      .map((match) => (match[1] ?? '').replace(/\/$/, ''))
      .filter((name) => areas.test(name) && name.includes('/'));
    const named = [...links, ...inCode].filter((path) => !made.test(path));
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('reads more than nothing', () => {
    expect(documents.length).toBeGreaterThan(8);
    expect(readFileSync(join(root, 'AGENTS.md'), 'utf8')).toContain('`core/');
  });
});
