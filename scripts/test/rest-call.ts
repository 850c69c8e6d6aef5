import { handleRest } from '@/server/api/rest'

type Options = { token?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal }

/** One call of `/api/v1` at the door itself, without a socket: JSON in, and the answer as text and headers. */
export async function restCall(method: string, route: string, { token, body, headers: more, signal }: Options = {}) {
  const headers = new Headers(more)
  if (token && !headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
  if (body !== undefined) headers.set('content-type', 'application/json')
  const text = body === undefined ? undefined : JSON.stringify(body)
  const request = new Request(`http://127.0.0.1:3000/api/v1${route}`, { method, headers, body: text, signal })
  const response = await handleRest(request)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
