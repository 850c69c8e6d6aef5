/** What vitest's JSON reporter writes, of which the judgement is made. */
export type Report = {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    startTime: number
    endTime: number
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}
/** How the run ended: its report, null where it wrote none, and its exit, which alone says nothing of a test. */
export type Ended = {
  report: Report | null
  exit: number | string | null
  files: readonly string[]
  /** Whether the machine stood still meanwhile: what failed may have run out of time. */
  stood?: boolean
}

/** With a check away, tests failed; or every test passed, and nobody missed it; or the run says nothing about it. */
export type Verdict =
  | { is: 'missed'; by: string[]; in: string[] }
  | { is: 'survived' }
  | { is: 'unjudged'; why: string }

/** Failures of the place and the moment, not of what a test expects. */
const ofThePlace =
  /timed out in \d+ ?ms|ECONNREFUSED|ECONNRESET|Connection terminated|the database system is|ENOSPC|ENOMEM/
const uncompiled = /Transform failed|SyntaxError|Failed to parse|ERROR: (Expected|Unexpected)/

const unjudged = (why: string): Verdict => ({ is: 'unjudged', why })
const firstLine = (text: string | undefined) => (text ?? '').trim().split('\n')[0]!.slice(0, 200)

/** What a run of tests says about the check that was away. */
export function verdictOf({ report, exit, files, stood }: Ended): Verdict {
  if (!report) return unjudged(`the run wrote no report (it ended with ${exit})`)
  const failed = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map((one) => ({ ...one, name })),
  )
  const real = failed.filter(({ failureMessages }) => failureMessages.some((text) => !ofThePlace.test(text)))
  if (failed.length > 0 && stood) return unjudged('the machine stood still meanwhile')
  if (real.length > 0) {
    const inFiles = files.filter((file) => real.some(({ name }) => name.endsWith(`/${file}`)))
    return { is: 'missed', by: real.map(({ fullName }) => fullName), in: inFiles }
  }
  if (failed.length > 0) return unjudged(`${failed[0]!.fullName}: ${firstLine(failed[0]!.failureMessages[0])}`)
  const broken = report.testResults.find(({ status }) => status !== 'passed')
  if (broken && uncompiled.test(broken.message)) return unjudged(`it does not compile: ${firstLine(broken.message)}`)
  if (broken) return unjudged(`${broken.name} did not run: ${firstLine(broken.message)}`)
  const unseen = files.find((file) => !report.testResults.some(({ name }) => name.endsWith(`/${file}`)))
  if (unseen) return unjudged(`${unseen} did not run`)
  if (report.numPassedTests === 0) return unjudged('no test ran')
  if (exit !== 0) return unjudged(`every test passed, and yet the run ended with ${exit}`)
  return { is: 'survived' }
}
