import { spawn } from 'node:child_process'
import path from 'node:path'
import { AppError } from '@/server/platform/errors'
import { placeAt } from './place'
import type { Reading, ReadResult } from './read-text'

/** Bytes of one text of policies. */
export const mostBytes = 512 * 1024
/** A text that takes longer is refused, in ms; the largest takes a few seconds. */
const deadlineMs = 20_000
const memoryMegabytes = 512
const outOfTime = `The policies could not be read within ${deadlineMs / 1000} s; nothing was changed. Try again, or write fewer.`

const tooMuch = (message: string): ReadResult => ({ ok: false, problems: [{ line: 1, column: 1, message }] })

/** Reads a text of policies in a process of its own, within bounds. */
export async function read(reading: Reading): Promise<ReadResult> {
  if (Buffer.byteLength(reading.text) > mostBytes)
    return tooMuch(`The policies are larger than ${mostBytes / 1024} kB.`)
  const nul = reading.text.indexOf('\0')
  if (nul >= 0)
    return { ok: false, problems: [{ ...placeAt(reading.text, nul), message: 'NUL is no character of a policy.' }] }
  const answer = await inChild(JSON.stringify(reading))
  return answer ?? tooMuch('The policies are too deeply nested, or too many, to be read.')
}

/** What the child answers; null where it could not, for want of memory or stack. Out of time is of the moment: it may be tried again. */
function inChild(order: string): Promise<ReadResult | null> {
  const entry = path.join(process.cwd(), 'dist', 'policy-reader.mjs')
  const child = spawn(process.execPath, [`--max-old-space-size=${memoryMegabytes}`, entry], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH } as unknown as NodeJS.ProcessEnv,
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(order)
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new AppError('unavailable', 'Policies cannot be read at this moment.', { cause })),
    )
    child.once('close', (status) => {
      if (child.killed) reject(new AppError('unavailable', outOfTime, { retryAfter: 10 }))
      else resolve(status === 0 ? (JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReadResult) : null)
    })
  })
}
