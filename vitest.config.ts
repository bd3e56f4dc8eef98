import { defineConfig } from 'vitest/config'

const project = (name: string, extra: object = {}) => ({
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], environment: 'node', ...extra },
})

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('contract'),
      project('goldens', { testTimeout: 600_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('desktop', { testTimeout: 60_000, hookTimeout: 60_000 }),
      project('e2e', { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false }),
    ],
  },
})
