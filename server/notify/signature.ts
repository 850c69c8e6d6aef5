import { createHmac } from 'node:crypto'

/**
 * Signs a message as Standard Webhooks 1.0 says: HMAC-SHA256 over `id.timestamp.body`, keyed by the bytes that the secret's base64
 * stands for. The timestamp is in whole seconds.
 */
export function signature(secret: string, { id, timestamp, body }: { id: string; timestamp: number; body: string }) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
