import {
  type ImportEvent,
  type ImportRequest,
  importFile,
  importKinds,
  type RowResult,
} from '../intake/import/import-file.js';
import type { Person } from '../reversals/reversal.js';
import { findPerson } from './find-person.js';
import { nearestName } from './nearest-name.js';
import {
  exitCodes,
  type OpenContext,
  type Operation,
  type OperationArguments,
} from './operation.js';

export const importOperation: Operation = {
  name: 'import',
  summary:
    'Imports reversals or payments from CSV, or a bank’s return file; says of every refused row why.',
  usage:
    'FILE|- [--client ID] [--kind reversals|payments|bank-returns] [--by EMAIL] [--historic] [--update] [--dry-run] [--json]',
  details: [
    'Reversals need type, amount, currency and an id or an identifier; payments a processor, an identifier',
    'and, where known, captured and currency. docs/operating.md lists every column and its other names.',
    'bank-returns is a file of ACH returns (Nacha), pacs.004 or camt.054; it is refused whole where its',
    'form, counts or sums are wrong. Notices of change and credits that came back are not logged.',
    'The same file again adds nothing; after a cut it goes on. A row whose id was imported before with',
    'other content is refused. Exit code 1 when a row was refused; the other rows are imported.',
  ],
  options: {
    client: { type: 'string', value: 'ID', help: 'whose rows they are; else the column client' },
    kind: { type: 'string', value: 'KIND', help: 'what it holds; else the header tells' },
    by: { type: 'string', value: 'EMAIL', help: 'who answers for it; else the only admin' },
    historic: { type: 'boolean', help: 'reversals of the past: searchable and counted, no card' },
    update: { type: 'boolean', help: 'payments: bring those imported before up to date' },
    'dry-run': { type: 'boolean', help: 'read every row and log none' },
  },
  positionals: { min: 1, max: 1 },
  readsFile: true,
  needs: 'database',
  run: async (context, args) => {
    const request = await requestOf(context, args);
    if (request === null) return exitCodes.misused;
    const counts = { rows: 0, added: 0, known: 0, updated: 0, fits: 0, left: 0, refused: 0 };
    let isWhole = true;
    for await (const event of importFile(context.parts.desk, context.stdin, request)) {
      if (event.event === 'row') {
        counts.rows += 1;
        counts[event.told.result] += 1;
        await tellRow(context, event.told);
        context.progress(`read ${counts.rows}, refused ${counts.refused}`);
      } else isWhole = tellFile(context, event) && isWhole;
      if (context.signal.aborted) {
        isWhole = false;
        context.err('Cut. The same command goes on: rows imported before are not imported twice.');
        break;
      }
    }
    const { rows, added, known, updated, fits, left, refused } = counts;
    const written = request.isUpdate ? `${updated} up to date` : `${added} added`;
    const done = request.isDryRun ? `${fits} fit, nothing was logged` : written;
    const aside = left > 0 ? `, ${left} not to be logged` : '';
    context.err(
      `${rows} ${rows === 1 ? 'row' : 'rows'}: ${done}, ${known} imported before, ${refused} refused${aside}.`,
    );
    return isWhole && refused === 0 ? exitCodes.done : exitCodes.failed;
  },
};

async function requestOf(
  context: OpenContext,
  args: OperationArguments,
): Promise<ImportRequest | null> {
  const kindText = args.text('kind');
  const kind = importKinds.find((one) => one === kindText) ?? null;
  if (kindText !== undefined && kind === null) {
    context.err(`--kind is one of ${importKinds.join(', ')}.`);
    return null;
  }
  const clients = context.configuration.settings.clients.map((one) => one.id);
  const client = args.text('client') ?? (clients.length === 1 ? clients[0] : undefined) ?? null;
  if (client !== null && !clients.includes(client)) {
    const nearest = nearestName(client, clients);
    context.err(`There is no client of that name.${nearest ? ` Did you mean ${nearest}?` : ''}`);
    return null;
  }
  const person = await whoImports(context, args.text('by'));
  if (!person) return null;
  return {
    actor: { person, surface: 'command_line' },
    kind,
    clientId: client,
    historic: args.isSet('historic'),
    isDryRun: args.isSet('dry-run'),
    isUpdate: args.isSet('update'),
  };
}

/** Rows are logged by a person, who then counts as having asked for them. */
async function whoImports(context: OpenContext, email: string | undefined): Promise<Person | null> {
  if (email !== undefined) return findPerson(context, email);
  const all = await context.parts.directory.all();
  const [admin, ...others] = all.filter((one) => one.role === 'admin');
  if (admin && others.length === 0) {
    context.err(`Imported by ${admin.email}, the only admin; --by EMAIL names another.`);
    return admin;
  }
  context.err(
    '--by EMAIL is missing: whoever imports counts as the requester of every row but a bank’s returns.',
  );
  return null;
}

async function tellRow(context: OpenContext, told: RowResult) {
  if (context.json) await context.out(JSON.stringify(told));
  else if (told.result === 'refused') {
    await context.out(`row ${told.row}: ${told.field}: ${told.reason}`);
  } else if (told.result === 'left') context.err(`${told.field} ${told.row}: ${told.reason}`);
}

/** False when the file could not be read to its end. */
function tellFile(context: OpenContext, event: Exclude<ImportEvent, { event: 'row' }>): boolean {
  if (event.event === 'unread_columns') {
    context.err(`Columns that are not known and not read: ${event.columns.join(', ')}.`);
    return true;
  }
  context.err(`Row ${event.row}: ${event.reason}. Nothing from here on was imported.`);
  return false;
}
