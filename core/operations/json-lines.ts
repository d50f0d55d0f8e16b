import type { z } from 'zod';
import { exitCodes, type OperationContext } from './operation.js';
import { readLines } from './read-lines.js';

/** The reading itself takes texts up to a megabyte; escaped as JSON that is six times as much. */
const lineLengthMax = 6_500_000;
/** Faults told one by one; beyond it only their number, so that a wrong file does not flood. */
const faultsToldMax = 100;

/**
 * Answers each line of JSON on stdin with one on stdout, in order, one in memory at a time. A line
 * that does not fit is told on stderr by number, without its content, and makes the exit code 1.
 */
export async function answerLines<Input>(
  context: OperationContext,
  schema: z.ZodType<Input>,
  answer: (input: Input) => unknown,
): Promise<number> {
  let faults = 0;
  for await (const line of readLines(context.stdin, lineLengthMax)) {
    if (context.signal.aborted) return exitCodes.failed;
    if ('text' in line && line.text.trim() === '') continue;
    const read = 'text' in line ? parse(schema, line.text) : { fault: 'is too long' };
    if ('input' in read) {
      await context.out(JSON.stringify(answer(read.input)));
      continue;
    }
    faults += 1;
    if (faults <= faultsToldMax) context.err(`line ${line.number}: ${read.fault}`);
  }
  if (faults > 0) context.err(`${faults} ${faults === 1 ? 'line was' : 'lines were'} left out.`);
  return faults > 0 ? exitCodes.failed : exitCodes.done;
}

/** Faults name fields only: the line itself may hold a card number. */
function parse<Input>(
  schema: z.ZodType<Input>,
  text: string,
): { input: Input } | { fault: string } {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: 'is not JSON' };
    throw error;
  }
  const read = schema.safeParse(json);
  if (read.success) return { input: read.data };
  const paths = read.error.issues.map((issue) => issue.path.map(String).join('.') || 'the line');
  return { fault: `missing or of the wrong form: ${[...new Set(paths)].join(', ')}` };
}
