// The trial's functions as a process of its own, to be killed: serves them on TRIAL_PORT and ends when its parent's pipe closes.
import { trial } from './functions'
import { serveApp } from './world'

const { TRIAL_PORT, JOB_PORT, INNGEST_SIGNING_KEY, INNGEST_EVENT_KEY } = process.env
const { client, functions } = trial({
  eventsUrl: `http://127.0.0.1:${JOB_PORT}`,
  eventKey: INNGEST_EVENT_KEY!,
  signingKey: INNGEST_SIGNING_KEY!,
  note: () => {},
})
await serveApp({ client, functions }, Number(TRIAL_PORT))
process.stdin.on('end', () => process.exit(0)).resume()
console.log('app up')
