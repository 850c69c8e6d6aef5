import type { AuthOptions, Session as NextAuthSession } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { agent } from '@/server/platform/egress'
import { env, origin } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { credentials } from '@/server/tenancy/schema'
import { type Session, sessionCookie, sessionSeconds, sessionSecret } from './session'

type OidcProfile = { iss: string; sub: string; email?: string; email_verified?: boolean; name?: string }

/** Any OpenID Connect provider, by setting; discovery and token calls leave through egress. */
function oidcProvider(): OAuthConfig<OidcProfile> | null {
  const { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_CLIENT_ID: clientId, AUTH_OIDC_CLIENT_SECRET, AUTH_OIDC_NAME } = env()
  if (!issuer || !clientId) return null
  return {
    id: 'oidc',
    name: AUTH_OIDC_NAME,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret: AUTH_OIDC_CLIENT_SECRET,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid email profile' } },
    httpOptions: { agent: agent(new URL(issuer).protocol), timeout: 10_000 },
    profile: (profile) => ({ id: profile.sub, name: profile.name ?? profile.sub, email: profile.email ?? '' }),
  }
}

const local = Credentials({
  name: 'Password',
  credentials: { org: {}, email: {}, password: { type: 'password' } },
  async authorize(given) {
    const { org, email, password } = given ?? {}
    const input = credentials.safeParse({ email, password, ...(org && { org }) })
    if (!input.success) throw new Error('invalid: Give the organisation, e-mail and password.')
    const session = await tenancy.signIn(input.data).catch((error: unknown) => {
      if (error instanceof AppError) throw new Error(`${error.code}: ${error.message}`)
      throw error
    })
    return { id: session.memberId, ...session }
  },
})

/** How people sign in. Sessions are encrypted cookies that name an organisation's member and nothing more. */
export function authOptions(): AuthOptions {
  process.env.NEXTAUTH_URL = origin()
  const secure = origin().startsWith('https:')
  const oidc = oidcProvider()
  const cookie = { httpOnly: true, sameSite: 'lax' as const, path: '/', secure }
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    providers: oidc ? [local, oidc] : [local],
    pages: { signIn: '/sign-in', error: '/sign-in' },
    cookies: { sessionToken: { name: sessionCookie, options: cookie } },
    callbacks: {
      async signIn({ account, profile, user }) {
        if (account?.provider !== 'oidc') return true
        const { iss, sub, email, email_verified } = profile as OidcProfile
        const identity = { issuer: iss, subject: sub, email, emailVerified: email_verified === true }
        const session = await tenancy.signInWithOidc(identity).catch(() => null)
        if (session) Object.assign(user, session)
        return session !== null || '/sign-in?error=NotLinked'
      },
      jwt({ token, user }) {
        if (!user) return token
        const { orgId, memberId, epoch } = user as unknown as Session
        return { orgId, memberId, epoch }
      },
      session: () => ({ expires: new Date(Date.now() + sessionSeconds * 1000).toISOString() }) as NextAuthSession,
    },
  }
}
