// The runner as a process of its own. It ends when its parent's pipe closes, so that none outlives the supervisor.
//   (no argument)          run the app's functions, or relay to an Inngest server where INNGEST_BASE_URL is set
//   dead-letters           print the failed runs, one JSON line each
//   replay <run id>        let a failed run go on from the step that failed
import { roleUrl } from '@/server/platform/role'
import { startExecutor } from './executor'
import { Ledger } from './ledger'
import { startRelay } from './relay'
import { executorSettings, relaySettings } from './settings'

const deadLettersMax = 1000

async function start(): Promise<{ stop(): Promise<void> }> {
  if (process.env.INNGEST_BASE_URL) {
    const relay = await startRelay(relaySettings(process.env, roleUrl('relay')))
    console.log(`relay up, to ${new URL(process.env.INNGEST_BASE_URL).host}`)
    return relay
  }
  const executor = await startExecutor(executorSettings(process.env, roleUrl('executor')))
  console.log(`executor up, number ${executor.id}, events at ${executor.url}`)
  return executor
}

async function serve(): Promise<void> {
  let running: { stop(): Promise<void> } | null = null
  const end = async () => {
    await running?.stop().catch(() => {})
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end)
  process.stdin.on('end', end).on('error', end).resume()
  running = await start()
}

async function tend([command, run]: string[]): Promise<void> {
  const ledger = new Ledger(roleUrl('executor'))
  try {
    if (command === 'dead-letters')
      for (const letter of await ledger.deadLetters(deadLettersMax)) console.log(JSON.stringify(letter))
    else if (command !== 'replay' || !run) throw new Error('usage: executor [dead-letters | replay <run id>]')
    else if (!(await ledger.replay(run))) throw new Error(`${run} is not a failed run`)
  } finally {
    await ledger.close()
  }
}

const words = process.argv.slice(2)
await (words.length ? tend(words) : serve()).catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
