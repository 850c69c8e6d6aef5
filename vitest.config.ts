import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/** Rules run anywhere; `*.db.test.ts` and the conformance suites get one real PostgreSQL for the whole run. */
export default defineConfig({
  resolve: { alias: { '@': root, 'server-only': `${root}/scripts/test/server-only.ts` } },
  test: {
    include: ['{app,components,server,jobs,prisma,scripts,bench}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    globalSetup: ['scripts/test/database.ts'],
  },
})
