import path from 'node:path'
import { defineConfig } from 'prisma/config'

// Prisma's command line would download a native engine first; ours runs the same engine as WebAssembly, from npm.
if (process.platform !== 'win32') {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.resolve('scripts/prisma-schema-engine.mjs')
}

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.STOA_OWNER_DATABASE_URL ?? process.env.DATABASE_URL ?? 'postgres://localhost/stoa' },
})
