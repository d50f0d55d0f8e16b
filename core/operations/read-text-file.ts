import { open } from 'node:fs/promises';

/**
 * A file's text, piece by piece: UTF-8, or UTF-16 where its first two bytes say so, as spreadsheets
 * save it. Bytes that are neither become U+FFFD. Null where it cannot be opened or is no file.
 */
export async function readTextFile(path: string): Promise<AsyncIterable<string> | null> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isDirectory()) {
      await file.close();
      return null;
    }
    return piecesOf(file.createReadStream());
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

async function* piecesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const bytes of stream) {
    decoder ??= new TextDecoder(encodingOf(bytes));
    yield decoder.decode(bytes, { stream: true });
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
