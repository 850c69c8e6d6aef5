import http from 'node:http'
import https from 'node:https'
import { agent } from '@/server/platform/egress'
import { AppError } from '@/server/platform/errors'

const patienceMs = 10_000

/**
 * Posts a signed message to an address, over a socket that egress opened. No redirect is followed and nothing of the answer but its
 * status is kept, so that a webhook cannot be used to look around.
 */
export function postSigned(
  address: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number } | { problem: string }> {
  const url = new URL(address)
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(patienceMs)
    const options = { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, signal }
    const { request } = url.protocol === 'http:' ? http : https
    const call = request(url, { ...options, agent: agent(url.protocol) }, (answer) => {
      resolve({ status: answer.statusCode ?? 0 })
      answer.destroy()
    })
    call.on('error', (error) => {
      if (error instanceof AppError) resolve({ problem: error.message })
      else if (signal.aborted) resolve({ problem: `It did not answer within ${patienceMs / 1000} s.` })
      else resolve({ problem: 'It could not be reached.' })
    })
    call.end(body)
  })
}
