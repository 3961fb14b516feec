import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'desktop',
    include: ['test/desktop/**/*.desktop.ts'],
    pool: 'forks',
    // One real window at a time: two would fight for the focus, and for two cores.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
