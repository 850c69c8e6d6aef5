import { type AnyTRPCProcedure, callTRPCProcedure } from '@trpc/server'
import { AppError } from '@/server/platform/errors'
import { type Context, createContext } from './context'
import { errorResponse, note, toAppError } from './failure'
import { once } from './idempotency'
import type { Meta } from './procedure'
import { RawOutput } from './raw-output'
import { appRouter } from './root'

interface Route {
  name: string
  type: 'query' | 'mutation'
  meta: Meta
  parts: string[]
}

/** The largest body read into memory, in bytes. */
const maxBody = 6 * 1024 * 1024

/** Every procedure that names a REST place, read off the router itself. */
export const routes: Route[] = Object.entries(appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>)
  .map(([name, { _def }]) => ({ name, type: _def.type as Route['type'], meta: _def.meta as Meta }))
  .map((route) => ({ ...route, parts: route.meta.rest.path.split('/').slice(1) }))

const fits = (route: Route, given: string[]) =>
  route.parts.length === given.length && route.parts.every((part, n) => part.startsWith('{') || part === given[n])

/** The route of an address: a literal part wins over a parameter. */
function find(method: string, given: string[]): Route {
  const there = routes.filter((route) => fits(route, given))
  const literal = (route: Route) => route.parts.filter((part) => !part.startsWith('{')).length
  const best = there.filter(({ meta }) => meta.rest.method === method).sort((a, b) => literal(b) - literal(a))[0]
  if (best) return best
  if (there.length === 0)
    throw new AppError('not_found', `There is no /api/v1/${given.join('/')}. See /api/openapi.json.`)
  const allowed = [...new Set(there.map(({ meta }) => meta.rest.method))].join(', ')
  throw new AppError('not_found', `/api/v1/${given.join('/')} takes ${allowed}, not ${method}.`)
}

async function readBody(request: Request): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBody) throw new AppError('invalid', `The body is larger than ${maxBody / 1024 / 1024} MB.`)
    chunks.push(chunk)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

function parseBody(route: Route, request: Request, text: string): Record<string, unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const field = type && route.meta.rest.accepts?.[type]
  if (field) return { [field]: text }
  if (text.trim() === '') return {}
  if (type !== 'application/json') {
    const known = ['application/json', ...Object.keys(route.meta.rest.accepts ?? {})].join(' or ')
    throw new AppError('invalid', `The content type must be ${known}${type ? `, not ${type}` : ''}.`)
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (error) {
    throw new AppError('invalid', `The body is not JSON: ${(error as Error).message}.`)
  }
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new AppError('invalid', 'The body must be a JSON object.')
  }
  return body as Record<string, unknown>
}

/** Path, query and body as one input; a parameter named twice is refused rather than guessed. */
function gather(route: Route, given: string[], url: URL, body: Record<string, unknown>): Record<string, unknown> {
  const input = new Map<string, unknown>(Object.entries(body))
  const put = (name: string, value: string) => {
    if (input.has(name)) {
      throw new AppError('invalid', `"${name}" is given twice.`, {
        details: [{ path: name, message: 'is given twice' }],
      })
    }
    input.set(name, value)
  }
  for (const [name, value] of url.searchParams) put(name, value)
  route.parts.forEach((part, n) => {
    if (part.startsWith('{')) put(part.slice(1, -1), given[n] ?? '')
  })
  return Object.fromEntries(input)
}

function answer(route: Route, ctx: Context, output: unknown): Response {
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': ctx.requestId, ...ctx.reply.headers })
  if (output instanceof RawOutput) {
    headers.set('content-type', output.contentType)
    for (const [name, value] of Object.entries(output.headers)) headers.set(name, value)
    return new Response(output.body, { status: ctx.reply.status ?? 200, headers })
  }
  return Response.json(output ?? {}, { status: ctx.reply.status ?? route.meta.rest.status ?? 200, headers })
}

/** Answers one REST call: the same procedures as the portal's, with the statuses and errors of API.md. */
export async function handleRest(request: Request): Promise<Response> {
  let requestId = ''
  const url = new URL(request.url)
  try {
    const ctx = await createContext(request, { door: 'rest', signal: request.signal })
    requestId = ctx.requestId
    const given = url.pathname
      .replace(/^\/api\/v1\/?/, '')
      .split('/')
      .map(decodeURIComponent)
    const route = find(request.method, given)
    const text = request.method === 'GET' ? '' : await readBody(request)
    const input = gather(route, given, url, parseBody(route, request, text))
    const call = async () => {
      const options = { router: appRouter, path: route.name, getRawInput: async () => input, ctx, type: route.type }
      return answer(route, ctx, await callTRPCProcedure({ ...options, signal: request.signal, batchIndex: 0 }))
    }
    const key = request.headers.get('idempotency-key')
    if (key === null || request.method === 'GET' || !ctx.actor) return await call()
    const content = `${request.method} ${url.pathname}${url.search}\n${text}`
    return await once(ctx.actor, key, content, () => call().catch((error) => refuse(error, requestId)))
  } catch (error) {
    const failure = error instanceof URIError || error instanceof TypeError ? unreadable(error) : error
    const ours = toAppError(failure)
    if (!requestId) note(ours, requestId, url.pathname)
    return errorResponse(ours, requestId)
  }
}

const refuse = (error: unknown, requestId: string) => errorResponse(toAppError(error), requestId)
const unreadable = (error: Error) =>
  error instanceof URIError || (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ? new AppError('invalid', 'The address or the body is not valid UTF-8.')
    : error
