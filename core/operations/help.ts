import { usageOf } from './arguments.js';
import type { Operation } from './operation.js';
import { tableOf } from './table.js';

/** Every command with one line each, or those of one group such as `keys`. */
export function listingOf(operations: readonly Operation[], group: string | null): string[] {
  const shown = operations.filter((one) => group === null || one.name.startsWith(`${group} `));
  return [
    'Usage: hub <command>',
    '',
    ...tableOf(shown.map((one) => [`  ${one.name}`, one.summary])),
    '',
    '  hub <command> --help says more about one.',
    '  --config FILE reads another configuration (else HUB_CONFIG, else hub.config.yaml).',
    '  --json prints data as JSON. Data goes to stdout, everything else to stderr.',
  ];
}

/** One command's own help. */
export function helpOf(operation: Operation): string[] {
  const options = Object.entries(operation.options).map(([name, form]) => [
    `  --${name}${form.value ? ` ${form.value}` : ''}`,
    form.help,
  ]);
  return [
    `Usage: ${usageOf(operation)}`,
    '',
    operation.summary,
    ...(operation.details ?? []),
    ...(options.length > 0 ? ['', ...tableOf(options)] : []),
  ];
}
