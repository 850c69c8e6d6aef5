import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** Rounds of PBKDF2, as PostgreSQL makes them itself. */
const rounds = 4_096

/**
 * What PostgreSQL keeps of a password (RFC 5803): so that the password itself stands in no statement, hence in no log of the source
 * and in no script that is shown.
 */
export function verifierOf(password: string): string {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const keyed = (words: string) => createHmac('sha256', salted).update(words).digest()
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`
}

/** A password that nobody could guess: 256 bits of chance. */
export const newPassword = (): string => randomBytes(32).toString('base64url')
