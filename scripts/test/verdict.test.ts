import { describe, expect, test } from 'vitest'
import { type Ended, type Report, verdictOf } from './verdict'

type Told = { status?: string; message?: string; tests?: [string, string, string?][] }
const file = 'server/access/settle.test.ts'

/** A report as vitest writes it, of one file. */
const report = ({ status = 'passed', message = '', tests = [['decides', 'passed']] }: Told): Report => ({
  numPassedTests: tests.filter(([, how]) => how === 'passed').length,
  testResults: [
    {
      name: `/tree/${file}`,
      status,
      message,
      startTime: 0,
      endTime: 1,
      assertionResults: tests.map(([fullName, how, why]) => ({
        fullName,
        status: how,
        failureMessages: why ? [why] : [],
      })),
    },
  ],
})
const ended = (told: Told, exit: Ended['exit'] = 1): Ended => ({ report: report(told), exit, files: [file] })

describe('what a run says about the check that was away', () => {
  test('a test that failed missed it, and is named', () => {
    const failed = ended({
      status: 'failed',
      tests: [['is refused', 'failed', 'AssertionError: expected 200 to be 403']],
    })
    expect(verdictOf(failed)).toEqual({ is: 'missed', by: ['is refused'], in: [file] })
  })
  test('tests that all passed did not', () => expect(verdictOf(ended({}, 0))).toEqual({ is: 'survived' }))

  const nothing: [string, Ended, string][] = [
    ['vitest did not start', { report: null, exit: 1, files: [file] }, 'wrote no report'],
    ['it was ended by a signal', { report: null, exit: 'SIGKILL', files: [file] }, 'SIGKILL'],
    [
      'it does not compile',
      ended({ status: 'failed', message: 'Error: Transform failed with 1 error:\nx.ts: Expected ")"', tests: [] }),
      'does not compile',
    ],
    ['the file did not load', ended({ status: 'failed', message: 'Error: no such module', tests: [] }), 'did not run'],
    ['its beginning failed', ended({ status: 'failed', message: 'boom', tests: [['a', 'skipped']] }), 'did not run'],
    [
      'a test took too long',
      ended({ status: 'failed', tests: [['a', 'failed', 'Error: Test timed out in 30000ms.']] }),
      'timed out',
    ],
    [
      'the database was gone',
      ended({ status: 'failed', tests: [['a', 'failed', 'connect ECONNREFUSED']] }),
      'ECONNREFUSED',
    ],
    ['no test ran', ended({ tests: [] }, 0), 'no test ran'],
    [
      'a file is missing',
      { ...ended({}, 0), files: [file, 'server/access/other.test.ts'] },
      'other.test.ts did not run',
    ],
    ['it passed and broke', ended({}, 'SIGSEGV'), 'SIGSEGV'],
  ]
  for (const [name, run, why] of nothing)
    test(`nothing, where ${name}`, () =>
      expect(verdictOf(run)).toEqual({ is: 'unjudged', why: expect.stringContaining(why) }))
})
