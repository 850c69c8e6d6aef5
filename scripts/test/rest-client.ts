import http from 'node:http'

/** What came back of a call over a socket; `told` is false where the connection broke and nobody knows whether it was done. */
export type Answer = { told: true; status: number; json: unknown } | { told: false; why: string }

/** One call of `/api/v1`, on a connection of its own. */
export function restOver(
  address: string,
  token: string,
  method: string,
  route: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const given = {
    authorization: `Bearer ${token}`,
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...headers,
  }
  return new Promise((resolve) => {
    const broke = (error: Error) => resolve({ told: false, why: error.message })
    const sent = http.request(`${address}/api/v1${route}`, { method, headers: given, agent: false }, async (answer) => {
      try {
        let said = ''
        for await (const chunk of answer.setEncoding('utf8')) said += chunk
        resolve({ told: true, status: answer.statusCode!, json: said === '' ? null : JSON.parse(said) })
      } catch (error) {
        broke(error as Error)
      }
    })
    sent.on('error', broke)
    sent.end(text)
  })
}
