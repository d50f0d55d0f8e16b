import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImports, rules, violationsOf } from './walls.js';

const root = join(import.meta.dirname, '../..');

describe('the walls between rooms', () => {
  it('stand: no import crosses one, over more modules than none', () => {
    const imports = readImports(root);
    expect(new Set(imports.map((one) => one.file)).size).toBeGreaterThan(60);
    expect(violationsOf(imports)).toEqual([]);
  });

  // One planted violation for every rule: a rule that nothing can break protects nothing.
  it.each([
    [
      'core/intake/planted.ts',
      "import { PrismaClient } from '@prisma/client';",
      'only core/storage imports Prisma',
    ],
    [
      'core/http/planted.ts',
      "import type { Pool } from 'pg';",
      'only core/storage and core/jobs open PostgreSQL',
    ],
    [
      'core/effects/planted.ts',
      "import type { Job } from 'bullmq';",
      'only core/jobs imports BullMQ',
    ],
    [
      'bot/planted.ts',
      "const express = await import('express');",
      'only core/http imports Express',
    ],
    [
      'core/effects/planted.ts',
      "import type { WebClient } from '@slack/web-api';",
      'only bot imports @slack',
    ],
    [
      'core/intake/planted.ts',
      "import zendesk from 'node-zendesk';",
      'only connectors/zendesk imports node-zendesk',
    ],
    [
      'core/intake/planted.ts',
      "import '@hubspot/api-client';",
      'only connectors/hubspot imports @hubspot',
    ],
    [
      'connectors/zendesk/planted.ts',
      "import { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js';",
      'only connectors/gmail imports googleapis',
    ],
    [
      'bot/cards/planted.ts',
      "import type { Reversal } from '../../core/reversals/reversal.js';",
      'bot and connectors import core/index only',
    ],
    [
      'connectors/planted.ts',
      "export { x } from '../bot/x.js';",
      'bot and connectors import core/index only',
    ],
    [
      'core/reversals/planted.ts',
      "import type { SourceItem } from '../intake/source-item.js';",
      'core/reversals imports only itself',
    ],
    [
      'core/effects/planted.ts',
      "import { card } from '../../bot/cards/card.js';",
      'core imports neither bot nor connectors nor main',
    ],
    [
      'core/http/planted.ts',
      "import { openStorage } from '../storage/storage.js';",
      'storage, jobs and http do not import each other',
    ],
    [
      'connectors/hubspot/planted.ts',
      "import { x } from '../zendesk/client.js';",
      'a connector does not import another',
    ],
    [
      'core/operations/planted.ts',
      "const start = await import('../../test/sandbox/start.js');",
      'nobody imports test',
    ],
  ])('a planted import in %s is refused: %s', (file, text, rule) => {
    const found = violationsOf(readImports(root, { [file]: text })).filter(
      (one) => one.file === file,
    );
    expect(found.map((one) => one.rule)).toContain(rule);
  });

  it('every rule has a planted violation that breaks it', () => {
    // Once where the rule's row stands above: nothing else in this file names it.
    const source = readFileSync(import.meta.filename, 'utf8');
    for (const rule of rules) expect(source).toContain(`'${rule.name}'`);
  });
});

describe('makers of guarded types', () => {
  const sources = ['core', 'bot', 'connectors'].flatMap((area) =>
    readdirSync(join(root, area), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const filesWith = (pattern: RegExp) =>
    sources
      .filter((file) => !file.includes('core/storage/generated'))
      .filter((file) => pattern.test(readFileSync(file, 'utf8')))
      .map((file) => file.slice(root.length + 1))
      .toSorted();

  it('redacted text is made by the redactor, and read back only by storage', () => {
    const makers = filesWith(/\bas (unknown as )?RedactedText\b/);
    expect(makers.length).toBeGreaterThan(0);
    for (const file of makers) expect(file).toMatch(/^core\/(intake\/redact|storage\/)/);
  });

  it('the environment is read in main.ts alone', () => {
    expect(filesWith(/process\.env/)).toEqual([]);
  });

  it('no Slack word stands in core outside settings, the channel value and command or route names', () => {
    const allowed = /^core\/(settings\/|http\/|operations\/|index\.ts|reversals\/reversal\.ts)/;
    expect(
      filesWith(/slack/i).filter((file) => file.startsWith('core/') && !allowed.test(file)),
    ).toEqual([]);
  });
});
