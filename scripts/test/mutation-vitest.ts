import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import whole from '../../vitest.config'

/** The files in the order in which they were named, the quickest first. */
class AsNamed extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    const order = process.env.STOA_TEST_ORDER?.split(',') ?? []
    const place = (file: string) => order.findIndex((one) => file.endsWith(`/${one}`))
    return files.sort((a, b) => place(a.moduleId) - place(b.moduleId))
  }
}

/** How `npm run test:mutation` runs the tests: it brings the database, and no file of its copy changes between two runs. */
export default defineConfig({
  ...whole,
  test: {
    ...whole.test,
    globalSetup: [],
    setupFiles: ['scripts/test/taken-away-setup.ts'],
    sequence: { sequencer: AsNamed },
    experimental: { fsModuleCache: true, fsModuleCachePath: 'dist/modules' },
  },
})
