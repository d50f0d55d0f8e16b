import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// An embedded database starts in one to four seconds and holds about 300 MB: two at a time.
const maxWorkers = 2;
// Journeys run the compiled program in a process of its own.
const compiled = ['test/journeys/support/built-program.ts'];

// The longest first: a worker that begins them last runs alone, while the other one is idle for minutes.
const longest = /\/services\/(?:races|storm)|\/embedded\/desk|first-light|killed/;
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => longest.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      sharing(project('unit', ['test/unit/**/*.test.{ts,tsx}'])),
      sharing(project('contract', ['test/contract/**/*.test.ts'])),
      project('architecture', ['test/architecture/**/*.test.ts'], 60_000),
      project(
        'embedded',
        ['test/embedded/**/*.test.ts', 'test/journeys/**/*.embedded.test.ts'],
        60_000,
        compiled,
      ),
      project(
        'services',
        ['test/services/**/*.test.ts', 'test/journeys/**/*.services.test.ts'],
        60_000,
        compiled,
      ),
      project('browser', ['test/browser/**/*.test.ts'], 120_000, compiled),
    ],
  },
});

/** Its files share a worker's modules: loading them anew for each took longer than the tests. */
function sharing<P extends { test: object }>(whole: P) {
  return { ...whole, test: { ...whole.test, isolate: false } };
}

function project(name: string, include: string[], timeoutMs = 10_000, globalSetup: string[] = []) {
  return {
    extends: true as const,
    test: {
      name,
      include,
      globalSetup,
      testTimeout: timeoutMs,
      hookTimeout: Math.max(timeoutMs, 30_000),
    },
  };
}
