#!/usr/bin/env node
// The schema engine the Prisma command line starts as a child process, without its native download:
// line-delimited JSON-RPC on standard input and output, answered by the official WebAssembly build
// of the same engine (@prisma/schema-engine-wasm). prisma.config.ts points the command line here.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
});

if (options.version) {
  const manifest = new URL(import.meta.resolve('@prisma/schema-engine-wasm'));
  const { version } = JSON.parse(await readFile(new URL('package.json', manifest), 'utf8'));
  process.stdout.write(`schema-engine-cli ${version.split('.').pop()}\n`);
} else {
  const { url } = JSON.parse(options.datasource ?? '{}');
  if (positionals[0] === 'cli') {
    await runCommand(positionals[1], url);
  } else {
    await serve(url, options.datamodels ?? []);
  }
}

/** `cli can-connect-to-database` and `cli create-database`; faults as JSON lines on standard error. */
async function runCommand(command, url) {
  const { createDatabase, checkConnection } = await import('./schema-engine/target-database.mjs');
  const run = { 'can-connect-to-database': checkConnection, 'create-database': createDatabase };
  const fault =
    command in run ? await run[command](url) : { message: `Unknown command ${command}` };
  if (!fault) {
    return;
  }
  // The command line drops the first line of standard error, then looks for this target and level.
  const fields = { is_panic: false, error_code: fault.code, message: fault.message };
  process.stderr.write('schema engine command failed\n');
  process.stderr.write(
    `${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`,
  );
  process.exitCode = 1;
}

async function serve(url, datamodelPaths) {
  const { openEngine } = await import('./schema-engine/engine.mjs');
  const datamodels = await Promise.all(
    datamodelPaths.map(async (path) => [path, await readFile(path, 'utf8')]),
  );
  const engine = await openEngine(url, datamodels);
  let prints = 0;
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const request = JSON.parse(line);
    if (request.method === undefined) {
      continue; // The command line's receipt for a print request.
    }
    const { answer, print } = await engine.call(request.method, request.params);
    if (print !== undefined) {
      prints += 1;
      send({ id: `print-${prints}`, method: 'print', params: { content: print } });
    }
    send({ id: request.id, ...answer });
  }
  await engine.close();
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}
