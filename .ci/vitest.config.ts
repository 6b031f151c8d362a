// The test runner's settings: hidden here because the visible top level is the owner's. TEST_SUITE chooses between the
// everyday tests (no browser; fault runs in their short form), `faults` (those in full) and `browser` (journeys).
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const suite = process.env.TEST_SUITE ?? 'everyday';
const everyday = ['tests/**/*.test.ts'];
const suites = {
  everyday: { include: everyday, exclude: ['tests/browser/**'], seconds: 60 },
  faults: { include: ['tests/faults/**/*.test.ts'], exclude: [], seconds: 900 },
  browser: { include: ['tests/browser/**/*.test.ts'], exclude: [], seconds: 300 },
};
const chosen = suites[suite as keyof typeof suites];
if (!chosen) throw new Error(`TEST_SUITE is "${suite}"; it can be ${Object.keys(suites).join(', ')}.`);

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: chosen.include,
    exclude: [...chosen.exclude, 'node_modules/**', '.build/**'],
    testTimeout: chosen.seconds * 1000,
    hookTimeout: chosen.seconds * 1000,
    pool: 'forks',
    maxWorkers: suite === 'everyday' ? 2 : 1,
  },
});
