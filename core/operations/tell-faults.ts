import type { ConfigurationReading } from './hub-parts.js';

/** Every fault of a configuration, in the words of a start. */
export function tellFaults(
  reading: Extract<ConfigurationReading, { ok: false }>,
  err: (line: string) => void,
) {
  const { file, faults } = reading;
  err(`${file} cannot be used, ${faults.length === 1 ? 'one fault' : `${faults.length} faults`}:`);
  for (const fault of faults) err(`  ${fault.path} ${fault.message}`);
}
