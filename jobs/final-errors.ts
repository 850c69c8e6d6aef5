import { Middleware, NonRetriableError } from 'inngest'
import { AppError } from '@/server/platform/errors'

/** Errors that trying again cannot mend. */
const final = new Set(['invalid', 'unauthenticated', 'forbidden', 'not_found', 'conflict'])

/** The table of our errors' outcomes for jobs: what a caller did wrong ends the step at once, all else is tried again. */
export class FinalErrors extends Middleware.BaseMiddleware {
  readonly id = 'final-errors'

  override wrapStepHandler({ next }: Middleware.WrapStepHandlerArgs): Promise<unknown> {
    return translate(next)
  }

  override wrapFunctionHandler({ next }: Middleware.WrapFunctionHandlerArgs): Promise<unknown> {
    return translate(next)
  }
}

async function translate(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && final.has(error.code)) throw new NonRetriableError(error.message, { cause: error })
    throw error
  }
}
