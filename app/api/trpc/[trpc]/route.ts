import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '@/server/api/context'
import { errorResponse, toAppError } from '@/server/api/failure'
import { appRouter } from '@/server/api/root'
import { AppError } from '@/server/platform/errors'

const maxBatch = 20

async function handler(request: Request): Promise<Response> {
  try {
    const calls = new URL(request.url).pathname.split(',').length
    if (calls > maxBatch) throw new AppError('invalid', `A batch has at most ${maxBatch} calls; this one has ${calls}.`)
    const ctx = await createContext(request, { door: 'trpc', signal: request.signal })
    return await fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request,
      router: appRouter,
      createContext: () => ctx,
    })
  } catch (error) {
    return errorResponse(toAppError(error), '')
  }
}

export { handler as GET, handler as POST }
