import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { type Calibration, classCount, type LinearModel } from './linear-model.js';
import { bucketCount } from './text-features.js';

/** What stands before the weights in the file. */
type Header = {
  readonly scale: number;
  readonly bias: readonly number[];
  readonly calibration: Calibration;
};

const modelPath = 'core/intake/model/base-model.bin';
let loaded: LinearModel | undefined;

/** The model of the repository; read from its file once, at first use. */
export function baseModel(): LinearModel {
  loaded ??= decodeModel(readFileSync(findModelFile()));
  return loaded;
}

let named: string | undefined;

/** Names the committed weights: what was learnt on top of others does not fit them. */
export function baseModelName(): string {
  named ??= createHash('sha256').update(readFileSync(findModelFile())).digest('hex').slice(0, 12);
  return named;
}

/** Where the committed weights stand, for source and built code alike. */
export function findModelFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, modelPath))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No ${modelPath} above the program`);
    folder = parent;
  }
  return join(folder, modelPath);
}

/** Packed by Brotli: four bytes of the header's length, the header as JSON, the weights. */
export function encodeModel(model: LinearModel): Buffer {
  const { scale, bias, calibration } = model;
  const header = Buffer.from(JSON.stringify({ scale, bias, calibration } satisfies Header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return brotliCompressSync(Buffer.concat([length, header, new Uint8Array(model.weights.buffer)]), {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
}

/** Throws where the file is not of this version's shape: that is our own mistake. */
export function decodeModel(file: Buffer): LinearModel {
  const bytes = brotliDecompressSync(file);
  const headerEnd = 4 + bytes.readUInt32LE(0);
  const header: Header = JSON.parse(bytes.toString('utf8', 4, headerEnd));
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + headerEnd).slice(
    0,
    bytes.length - headerEnd,
  );
  if (weights.length !== bucketCount * classCount || header.bias.length !== classCount)
    throw new Error('The model file does not fit this version of the program');
  return { ...header, weights };
}
