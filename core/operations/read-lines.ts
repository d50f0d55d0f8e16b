type InputLine = { number: number; text: string } | { number: number; tooLong: true };

/**
 * Cuts chunks into lines, numbered from 1, without their line ends. Memory stays within one line:
 * a line longer than `lengthMax` characters is passed over and told as such.
 */
export async function* readLines(
  chunks: AsyncIterable<string>,
  lengthMax: number,
): AsyncGenerator<InputLine> {
  let number = 1;
  let rest = '';
  let skipping = false;
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      const text = rest + chunk.slice(from, end);
      yield skipping || text.length > lengthMax
        ? { number, tooLong: true }
        : { number, text: text.endsWith('\r') ? text.slice(0, -1) : text };
      number += 1;
      rest = '';
      skipping = false;
      from = end + 1;
    }
    if (skipping) continue;
    rest += chunk.slice(from);
    if (rest.length > lengthMax) {
      skipping = true;
      rest = '';
    }
  }
  if (skipping) yield { number, tooLong: true };
  else if (rest !== '') yield { number, text: rest };
}
