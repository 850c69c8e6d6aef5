import { checkExpression, eventPath } from './expression'
import { nextCron } from './schedule'

/** What the SDK's endpoint says of one function, as far as we read it. */
export interface FunctionConfig {
  id: string
  triggers: { event?: string; expression?: string; cron?: string; jitter?: string }[]
  steps: Record<string, { retries?: { attempts?: number } }>
  cancel?: { event: string; if?: string; timeout?: string }[]
  concurrency?: Limit | number | (Limit | number)[]
  idempotency?: string
  [feature: string]: unknown
}
interface Limit {
  limit: number
  key?: string
  scope?: string
}

/** One function in our own terms. */
export interface JobFunction {
  id: string
  triggers: FunctionConfig['triggers']
  cancels: { event: string; if?: string }[]
  /** Calls that one step may cost: the retries and the first. */
  attempts: number
  /** Calls of one lane at a time; null when unlimited. */
  cap: number | null
  /** The event's field that parts the function's runs into lanes. */
  laneBy: string[] | null
  /** The event's field of which one value makes one run a day. */
  idempotentBy: string[] | null
}

const refused = ['rateLimit', 'throttle', 'debounce', 'priority', 'batchEvents', 'singleton', 'timeouts']

/** A registration in our terms, and every feature in it that we lack, by name: what we cannot do is refused at start. */
export function accept(config: FunctionConfig): { fn: JobFunction; faults: string[] } {
  const faults = refused.filter((feature) => config[feature] != null)
  const attempt = <T>(what: string, read: () => T): T | null => {
    try {
      return read()
    } catch (error) {
      faults.push(`${what} (${(error as Error).message})`)
      return null
    }
  }
  const limits = [config.concurrency ?? []]
    .flat()
    .map((limit) => (typeof limit === 'number' ? { limit } : limit)) as Limit[]
  const limit = limits[0]
  if (limits.length > 1) faults.push('concurrency (more than one)')
  if (limit?.scope && limit.scope !== 'fn') faults.push(`concurrency scope ${limit.scope}`)
  for (const trigger of config.triggers) faults.push(...triggerFaults(trigger, attempt))
  for (const cancel of config.cancel ?? []) {
    attempt('cancelOn if', () => checkExpression(cancel.if, true))
    if (cancel.timeout) faults.push('cancelOn timeout')
  }
  const fn: JobFunction = {
    id: config.id,
    triggers: config.triggers,
    cancels: config.cancel ?? [],
    attempts: (Object.values(config.steps)[0]?.retries?.attempts ?? 3) + 1,
    cap: limit?.limit || null,
    laneBy: limit?.key ? attempt('concurrency key', () => eventPath(limit.key!)) : null,
    idempotentBy: config.idempotency ? attempt('idempotency', () => eventPath(config.idempotency!)) : null,
  }
  return { fn, faults: faults.map((fault) => `${config.id}: ${fault}`) }
}

function triggerFaults(
  trigger: FunctionConfig['triggers'][number],
  attempt: (what: string, read: () => unknown) => unknown,
): string[] {
  if (trigger.expression) attempt('trigger if', () => checkExpression(trigger.expression, false))
  if (trigger.cron) attempt('cron', () => nextCron(trigger.cron!, new Date(0)))
  const faults: string[] = []
  if (trigger.jitter) faults.push('cron jitter')
  if (trigger.event?.includes('*')) faults.push(`wildcard trigger ${trigger.event}`)
  if (trigger.event?.startsWith('inngest/') && trigger.event !== 'inngest/function.failed')
    faults.push(`trigger ${trigger.event}`)
  return faults
}
