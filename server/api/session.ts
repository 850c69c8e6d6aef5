import { decode } from 'next-auth/jwt'
import { z } from 'zod'
import { derivedKey } from '@/server/platform/secrets'

/** The name of the session cookie; its content is encrypted, and each call asks the database whether it still holds. */
export const sessionCookie = 'stoa.session'
export const sessionSeconds = 12 * 3_600
export const sessionSecret = (): string => derivedKey('sessions').toString('base64url')

const claims = z.object({ orgId: z.string(), memberId: z.string(), epoch: z.number().int() })
export type Session = z.infer<typeof claims>

/** The session that a Cookie header carries; null when there is none or it cannot be read. */
export async function readSession(cookies: string | null): Promise<Session | null> {
  const found = cookies?.split(/;\s*/).find((part) => part.startsWith(`${sessionCookie}=`))
  if (!found) return null
  const token = decodeURIComponent(found.slice(sessionCookie.length + 1))
  const decoded = await decode({ token, secret: sessionSecret() }).catch(() => null)
  return claims.safeParse(decoded).data ?? null
}
