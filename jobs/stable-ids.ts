import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { Middleware } from 'inngest'

/** The step whose code runs now: what it sends is named after it. */
const step = new AsyncLocalStorage<{ run: string; id: string; sent: number }>()

/**
 * Gives what a step sends an id made of its run, its step and its place. A process that dies between sending and remembering
 * sends again after; the same id makes that one event, on the embedded runner and on an Inngest server alike.
 */
export class StableEventIds extends Middleware.BaseMiddleware {
  readonly id = 'stable-event-ids'

  override wrapStepHandler({ ctx, stepInfo, next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return step.run({ run: ctx.runId, id: stepInfo.hashedId, sent: 0 }, next)
  }

  override transformSendEvent(args: Middleware.TransformSendEventArgs): Middleware.TransformSendEventArgs {
    const sender = step.getStore()
    if (!sender) return args
    const events = args.events.map((event) => ({
      ...event,
      id: event.id ?? stableId(sender.run, sender.id, sender.sent++),
    }))
    return { ...args, events }
  }
}

const stableId = (run: string, id: string, nth: number) =>
  createHash('sha256').update(`${run}:${id}:${nth}`).digest('hex').slice(0, 32)
