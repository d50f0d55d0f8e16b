import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { migrationAdapter } from './migration-adapter.mjs';
import { schemaOf, withoutPrismaOptions } from './target-database.mjs';

// What the engine wants of a schema before the command line has shown it one.
const emptySchema = ['schema.prisma', 'datasource db {\n  provider = "postgresql"\n}\n'];
// The native engine's name for a method that the WebAssembly build calls otherwise.
const renamedMethods = { getDatabaseVersion: 'version' };

/**
 * Opens the engine on a database address (absent: none) and answers the command line's methods.
 * `call` gives `{ answer: { result } | { error }, print? }`, in the native engine's shapes.
 */
export async function openEngine(url, datamodels) {
  let panic;
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message: (message) => {
      panic = message;
    },
  };
  await loadBindings();
  const opened = adapterFactory(url);
  const factory = bindMigrationAwareSqlAdapterFactory(opened.factory);
  const schema = datamodels.length > 0 ? datamodels : [emptySchema];
  let engine;

  return {
    async call(method, params) {
      panic = undefined;
      try {
        engine ??= await bindings.SchemaEngine.new({ datamodels: schema }, ignoreTrace, factory);
        const result = await engine[renamedMethods[method] ?? method](params);
        if (method === 'diff') {
          return { answer: { result }, print: result.stdout ?? '' };
        }
        return { answer: { result: result ?? {} } };
      } catch (error) {
        return { answer: { error: rpcError(error, panic, factory.errorRegistry) } };
      }
    },
    close: opened.close,
  };
}

async function loadBindings() {
  const folder = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const module = await WebAssembly.compile(
    await readFile(new URL('schema_engine_bg.wasm', folder)),
  );
  const { exports } = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': bindings,
  });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

/** The database to work on through pg; the shadow database as PGlite in memory, made when asked. */
function adapterFactory(url) {
  const shadows = [];
  // One connection, because the engine's advisory lock belongs to the session that took it.
  const pool = url && new pg.Pool({ connectionString: withoutPrismaOptions(url), max: 1 });
  const target = pool && new PrismaPg(pool, { schema: schemaOf(url) });
  const openShadow = async () => {
    const database = new PGlite({ extensions: { pg_trgm } });
    shadows.push(database);
    const adapter = await new PrismaPGlite(database).connect();
    return migrationAdapter(adapter, (script) => database.exec(script));
  };
  return {
    factory: {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: async () =>
        target
          ? migrationAdapter(await target.connect(), (script) => pool.query(script))
          : openShadow(),
      connectToShadowDb: openShadow,
    },
    async close() {
      await pool?.end();
      await Promise.all(shadows.map((database) => database.close()));
    },
  };
}

/** An error as the native engine answers it; `data` is what the command line prints and acts on. */
function rpcError(error, panic, registry) {
  const message = panic ?? driverErrorMessage(error, registry) ?? error.message ?? String(error);
  return {
    code: 4466,
    message: 'An error happened. Check the data field for details.',
    data: { is_panic: panic !== undefined, message, error_code: error.code, error: { message } },
  };
}

// An error the adapters do not know reaches the engine as a number only; the registry holds it.
function driverErrorMessage(error, registry) {
  const id = /External error id#(\d+)/.exec(error.message ?? '')?.[1];
  const driverError = id === undefined ? undefined : registry.consumeError(Number(id))?.error;
  return driverError && (driverError.message || String(driverError));
}

function ignoreTrace() {
  return undefined;
}
