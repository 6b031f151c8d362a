// The test runner's settings: hidden here because the visible top level is the owner's. Browser journeys and the long
// fault runs are separate projects, so that `npm test` needs no browser and stays short.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

export default defineConfig({
  root,
  test: {
    include: process.env.TEST_SUITE === 'browser' ? ['tests/browser/**/*.test.ts'] : ['tests/**/*.test.ts'],
    exclude: process.env.TEST_SUITE === 'browser' ? [] : ['tests/browser/**', 'node_modules/**', '.build/**'],
    testTimeout: process.env.TEST_SUITE ? 600_000 : 60_000,
    hookTimeout: process.env.TEST_SUITE ? 600_000 : 60_000,
    pool: 'forks',
  },
});
