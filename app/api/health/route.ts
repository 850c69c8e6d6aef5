import { handleRest } from '@/server/api/rest'

/** Health at the address that monitors know, for anyone: nothing of the request is read, so that it answers without a database. */
export function GET(request: Request): Promise<Response> {
  return handleRest(new Request(new URL('/api/v1/health', request.url), { signal: request.signal }))
}
