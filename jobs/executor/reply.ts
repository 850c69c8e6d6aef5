import { bind, type Match } from './expression'
import type { JobFunction } from './registration'
import { planRun, type RunPlan } from './run-plan'
import { dueAt } from './schedule'

/** What came of one call to the app. */
export type Reply =
  | { kind: 'refused' } /* no connection: the function cannot have run */
  | { kind: 'lost'; why: string } /* nobody knows whether it ran */
  | { kind: 'answered'; status: number; body: unknown; noRetry: boolean; retryAfter?: string }

/** One claimed call. */
export interface Item {
  run_id: string
  step_id: string
  attempt: number
  lost: number
  run: {
    fn: string
    event: { id: string; name: string; ts: number; data: Record<string, unknown> }
    attempts: number
    parallel: boolean
  }
  steps: Record<string, unknown>
  stack: string[]
}

/** One thing to change in the database; `at` is epoch ms. All of a reply's effects settle in one transaction. */
export type Effect =
  | { do: 'memo'; step: string; result: { data: unknown } | { error: unknown } }
  | { do: 'plan'; step: string }
  | { do: 'wait'; step: string; at: number; event?: string; match?: Match[] }
  | { do: 'invoke'; step: string; run: RunPlan }
  | { do: 'retry'; attempt: number; lost: number; at: number }
  | { do: 'parallel' }
  | { do: 'end'; status: 'completed' | 'failed'; output: unknown }

interface Operation {
  id: string
  op: string
  name?: string
  data?: unknown
  error?: unknown
  opts?: {
    duration?: string
    timeout?: string
    event?: string
    if?: string
    function_id?: string
    payload?: { data?: Record<string, unknown> }
  }
}

/** Times one call may take the app down with it before its run is a dead letter. */
const lostMax = 20
/** How soon a call that never reached the app is made again, in ms; one that never came back, ever later, up to a minute. */
const reconnectMs = 250
const lostWaitMax = 60_000
const hour = 36e5
/** Longest wait that an app may ask for, in ms. */
const retryAfterMax = 24 * hour

export interface Surroundings {
  functions: JobFunction[]
  /** Epoch ms. */
  now: number
  /** First backoff, in ms; doubled with each attempt. */
  backoffMs: number
}

const failed = (message: string): Effect => ({ do: 'end', status: 'failed', output: { name: 'Error', message } })

/** What one reply of the app means for its run. */
export function effectsOf(item: Item, reply: Reply, around: Surroundings): Effect[] {
  const again = (lost: number, wait: number): Effect => ({
    do: 'retry',
    attempt: item.attempt,
    lost,
    at: around.now + wait,
  })
  // Never reached the function: costs no attempt.
  if (reply.kind === 'refused') return [again(item.lost, reconnectMs)]
  // Went away with the app: tried again, but not for ever, since it may be what takes the app down. A proxy before an app that
  // is away looks the same, so that all the tries together outlast a restart by far.
  if (reply.kind === 'lost') {
    const wait = Math.min(reconnectMs * 2 ** item.lost, lostWaitMax)
    if (item.lost + 1 < lostMax) return [again(item.lost + 1, wait)]
    return [failed(`the app went away ${lostMax} times: ${reply.why}`)]
  }
  // Done.
  if (reply.status === 200) return [{ do: 'end', status: 'completed', output: reply.body ?? null }]
  // Steps: known, planned or to be waited for.
  if (reply.status === 206 && Array.isArray(reply.body)) return stepEffects(item, reply.body, reply, around)
  // The function itself threw.
  return [isFinal(item, reply) ? { do: 'end', status: 'failed', output: reply.body } : retry(item, reply, around)]
}

type Answer = Extract<Reply, { kind: 'answered' }>

const isFinal = (item: Item, reply: Answer) => reply.noRetry || item.attempt + 1 >= item.run.attempts

function retry(item: Item, reply: Answer, { now, backoffMs }: Surroundings): Effect {
  const asked = reply.retryAfter
  const asks = asked === undefined ? Number.NaN : /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - now
  const after = Number.isNaN(asks)
    ? Math.min(backoffMs * 2 ** item.attempt, hour)
    : Math.min(Math.max(0, asks), retryAfterMax)
  return { do: 'retry', attempt: item.attempt + 1, lost: 0, at: now + after }
}

function stepEffects(item: Item, operations: Operation[], reply: Answer, around: Surroundings): Effect[] {
  try {
    const effects = operations.map((operation) => stepEffect(item, operation, reply, around))
    return operations.length > 1 ? [{ do: 'parallel' }, ...effects] : effects
  } catch (error) {
    return [failed((error as Error).message)]
  }
}

function stepEffect(item: Item, operation: Operation, reply: Answer, around: Surroundings): Effect {
  const { id: step, opts = {} } = operation
  switch (operation.op) {
    case 'StepRun':
      return { do: 'memo', step, result: { data: operation.data ?? null } }
    case 'StepFailed':
      return { do: 'memo', step, result: { error: operation.error } }
    case 'StepError':
      return isFinal(item, reply)
        ? { do: 'memo', step, result: { error: operation.error } }
        : retry(item, reply, around)
    case 'StepPlanned':
      return { do: 'plan', step }
    case 'Sleep':
      return { do: 'wait', step, at: dueAt(operation.name ?? opts.duration ?? '', around.now) }
    case 'WaitForEvent': {
      const match = bind(opts.if, item.run.event)
      const at = dueAt(opts.timeout ?? '', around.now)
      // What nothing can match is only a timer.
      return match ? { do: 'wait', step, at, event: opts.event ?? operation.name, match } : { do: 'wait', step, at }
    }
    case 'InvokeFunction':
      return invoke(item, operation, around)
    default:
      throw new Error(`unsupported step: ${operation.op}`)
  }
}

function invoke(item: Item, { id: step, opts = {} }: Operation, { functions, now }: Surroundings): Effect {
  if (opts.timeout) throw new Error('unsupported step: invoke with a timeout')
  const fn = functions.find((one) => one.id === opts.function_id)
  if (!fn) return { do: 'memo', step, result: { error: { name: 'Error', message: `no function ${opts.function_id}` } } }
  const event = {
    id: `${item.run_id}:${step}`,
    name: 'inngest/function.invoked',
    ts: now,
    data: opts.payload?.data ?? {},
  }
  return { do: 'invoke', step, run: planRun(fn, event) }
}
