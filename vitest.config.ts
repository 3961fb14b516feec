import { defineConfig } from 'vitest/config'

const scenarios = 'test/scenarios/**/*.test.ts'
const contracts = 'test/**/*.contract.test.ts'
const kills = 'test/**/*.kill.test.ts'
const elsewhere = ['test/desktop/**', 'test/bench/**', 'test/soak/**']

export default defineConfig({
  test: {
    // Forks, because native modules and kill tests want a process of their own; two, because more starve the clocks.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx,mjs}'],
          exclude: [scenarios, contracts, kills, ...elsewhere],
        },
      },
      { extends: true, test: { name: 'scenarios', include: [scenarios], testTimeout: 60_000 } },
      { extends: true, test: { name: 'contracts', include: [contracts], exclude: elsewhere, testTimeout: 60_000 } },
      { extends: true, test: { name: 'kills', include: [kills], exclude: elsewhere, testTimeout: 120_000 } },
    ],
  },
})
