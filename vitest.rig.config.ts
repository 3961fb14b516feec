import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'rig',
    include: ['test/rig/**/*.rig.ts'],
    pool: 'forks',
    // Emulated computers, without KVM: one at a time, and none of them quick.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
