// What `npm install` runs: the Prisma client is generated and the program built, so that
// `npm start` works at once. Quiet when all is well; a fault ends the install with its output.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const steps = [
  ['generating the database client', 'prisma/build/index.js', ['generate']],
  ['building', 'typescript/bin/tsc', ['-p', 'tsconfig.build.json']],
];

const missing = steps.map(([, script]) => script).filter((script) => !existsSync(pathOf(script)));
if (missing.length > 0) {
  process.stdout.write(
    'Development packages are absent, nothing was built: run `npm install` with them, or bring dist/ and core/storage/generated/ along.\n',
  );
} else {
  for (const [title, script, args] of steps) {
    run(title, script, args);
  }
}

function run(title, script, args) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [pathOf(script), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) {
    return;
  }
  process.stderr.write(`${title} failed\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}\n`);
  process.exit(1);
}

function pathOf(script) {
  return fileURLToPath(new URL(`../node_modules/${script}`, import.meta.url));
}
