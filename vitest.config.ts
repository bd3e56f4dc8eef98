import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const project = (name: string, extra: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.{ts,tsx}`],
    environment: 'node',
    // A loaded machine passes vitest's own limits, 5 s for a test and 1 s for a poll, with ease.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
    ...extra,
  },
})

export default defineConfig({
  test: {
    // Most of these tests wait, for a program to start or a line to break: two at once, even on two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      project('unit'),
      project('contract'),
      project('goldens', { testTimeout: 600_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('desktop', { testTimeout: 60_000, hookTimeout: 60_000 }),
      // One browser at a time, after all else: first single components, then the whole program.
      project('components', {
        globalSetup: 'test/support/gallery/build-gallery.ts',
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        sequence: { groupOrder: 1 },
      }),
      project('e2e', {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        sequence: { groupOrder: 2 },
      }),
    ],
  },
})
