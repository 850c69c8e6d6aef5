import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { AppError } from '@/server/platform/errors'

// scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: 32 MB and about 60 ms a hash. At most two run at once, so that a flood of
// sign-ins costs the portal two cores' worth of a moment and nothing more; who comes third is told to come again.
const cost = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const atOnce = 2
let running = 0

async function derive(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= atOnce) {
    throw new AppError('limited', 'Too many sign-ins at this moment. Try again in a second.', { retryAfter: 1 })
  }
  running++
  try {
    return await new Promise((resolve, reject) =>
      scrypt(password, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
    )
  } finally {
    running--
  }
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`
}

const nobody = randomBytes(16)

/** Whether a password is the hashed one; without a hash it takes the same time and answers no. */
export async function passwordMatches(password: string, hash: string | null | undefined): Promise<boolean> {
  const [, salt, key] = hash?.split('$') ?? []
  const derived = await derive(password, salt ? Buffer.from(salt, 'base64url') : nobody)
  return key !== undefined && timingSafeEqual(derived, Buffer.from(key, 'base64url'))
}
