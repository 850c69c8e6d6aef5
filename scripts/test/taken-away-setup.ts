import { expect } from 'vitest'

// Before each test file of a mutation run: the checks, and the processes they begin, say for whom they refused.
process.env.STOA_TEST_FILE = expect.getState().testPath ?? 'unknown'
