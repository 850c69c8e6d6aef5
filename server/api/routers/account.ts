import { z } from 'zod'
import { mintScope } from '@/server/platform/db'
import { AppError } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { acceptance, credentials, newToken, token, tokenScope } from '@/server/tenancy/schema'
import { open, own, router } from '../procedure'
import { done, ok, principalShape, toPrincipal } from '../shapes'

const sessionHours = 12

export const accountRouter = router({
  signIn: open({ method: 'POST', path: '/sign-in', summary: 'Exchange a local account for a token' })
    .input(credentials)
    .output(
      z.strictObject({
        token: z.string(),
        expiresAt: z.string(),
        org: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
        principal: principalShape,
      }),
    )
    .mutation(async ({ input }) => {
      const { orgId, memberId } = await tenancy.signIn(input)
      const scope = mintScope(orgId)
      const [principal, organisation] = await Promise.all([
        tenancy.loadPrincipal(scope, memberId),
        tenancy.findOrganisation(scope),
      ])
      if (!principal || !organisation) throw new AppError('unauthenticated', 'This member was disabled a moment ago.')
      const { token, expiresAt } = await tenancy.issueToken(scope, memberId, { name: 'Sign-in', hours: sessionHours })
      const { id, slug, name } = organisation
      return { token, expiresAt, org: { id, slug, name }, principal: toPrincipal(principal) }
    }),

  invitation: open({ method: 'GET', path: '/invitations/{code}', summary: 'Whom an invitation is for' })
    .input(z.strictObject({ code: z.string().max(200) }))
    .output(z.strictObject({ email: z.string(), name: z.string(), organisation: z.string() }))
    .query(async ({ input }) => {
      const found = await tenancy.findInvitation(input.code)
      if (!found)
        throw new AppError('not_found', 'This invitation was used, replaced or has ended. Ask for a new link.')
      return { email: found.email, name: found.name, organisation: found.organisation.name }
    }),

  accept: open({
    method: 'POST',
    path: '/invitations/{code}/accept',
    summary: 'Accept an invitation, once',
    status: 201,
  })
    .input(acceptance)
    .output(z.strictObject({ token: z.string(), expiresAt: z.string(), org: z.string(), principal: principalShape }))
    .mutation(async ({ input }) => {
      const { principal, token, expiresAt } = await tenancy.acceptInvitation(input)
      const organisation = await tenancy.findOrganisation(mintScope(principal.orgId))
      return { token, expiresAt, org: organisation?.slug ?? '', principal: toPrincipal(principal) }
    }),

  tokens: own({ method: 'GET', path: '/tokens', summary: "One's own tokens" })
    .input(z.strictObject({}))
    .output(z.strictObject({ items: z.array(token), nextCursor: z.null() }))
    .query(async ({ ctx: { scope, actor } }) => ({
      items: await tenancy.listTokens(scope, actor.principal.id),
      nextCursor: null,
    })),

  createToken: own({ method: 'POST', path: '/tokens', summary: 'Make a token; it is shown once', status: 201 })
    .input(newToken)
    .output(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        token: z.string(),
        expiresAt: z.string(),
        scopes: z.array(tokenScope),
      }),
    )
    .mutation(({ ctx, input }) => tenancy.createToken(ctx.actor, input)),

  removeToken: own({ method: 'DELETE', path: '/tokens/{id}', summary: 'End a token at once' })
    .input(z.strictObject({ id: z.string() }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await tenancy.removeToken(ctx.actor, input.id)
      return ok
    }),
})
