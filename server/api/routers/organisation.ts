import { z } from 'zod'
import * as agent from '@/server/agent'
import { env, origin } from '@/server/platform/env'
import { AppError, conflict, forbidden } from '@/server/platform/errors'
import * as tenancy from '@/server/tenancy'
import { newOrganisation, organisation } from '@/server/tenancy/schema'
import { open, own, permitted, router } from '../procedure'
import { allScopes, meShape, toPrincipal } from '../shapes'

const made = z.strictObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  owner: z.strictObject({ id: z.string(), email: z.string() }),
  token: z.string(),
})

async function create(input: z.infer<typeof newOrganisation>) {
  const { scope, ownerId } = await tenancy.createOrganisation(input)
  const { token } = await tenancy.issueToken(scope, ownerId, { name: 'First hour', hours: 1 })
  const owner = { id: ownerId, email: input.owner.email }
  return { id: scope.orgId, slug: input.slug, name: input.name, owner, token }
}

export const organisationRouter = router({
  create: open({ method: 'POST', path: '/orgs', summary: 'Make an organisation (platform operator)', status: 201 })
    .input(newOrganisation)
    .output(made)
    .mutation(({ ctx, input }) => {
      if (!ctx.root)
        throw new AppError('unauthenticated', 'Only the platform operator, with STOA_ROOT_TOKEN, may do this.')
      return create(input)
    }),

  setup: open({
    method: 'POST',
    path: '/setup',
    summary: 'Make the first organisation of a fresh installation',
    status: 201,
  })
    .input(newOrganisation)
    .output(made)
    .mutation(async ({ ctx, input }) => {
      if ((await tenancy.countOrganisations()) !== 'none')
        throw conflict('This installation has an organisation already.')
      const bare = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin()).hostname)
      if (!bare && !ctx.root) {
        throw forbidden(
          'This installation can be reached from elsewhere: its first organisation is made with STOA_ROOT_TOKEN.',
        )
      }
      return create(input)
    }),

  installation: open({ method: 'GET', path: '/installation', summary: 'What a sign-in screen needs to know' })
    .input(z.strictObject({}))
    .output(
      z.strictObject({
        organisations: z.enum(['none', 'one', 'several']),
        oidc: z.strictObject({ name: z.string() }).nullable(),
      }),
    )
    .query(async () => {
      const { AUTH_OIDC_ISSUER, AUTH_OIDC_CLIENT_ID, AUTH_OIDC_NAME } = env()
      const oidc = AUTH_OIDC_ISSUER && AUTH_OIDC_CLIENT_ID ? { name: AUTH_OIDC_NAME } : null
      return { organisations: await tenancy.countOrganisations(), oidc }
    }),

  get: permitted('view', 'organisation', {
    method: 'GET',
    path: '/organisation',
    summary: 'The organisation of the caller',
  })
    .input(z.strictObject({}))
    .output(organisation.extend({ origin: z.string() }))
    .query(async ({ ctx }) => {
      ctx.demand({ type: 'organisation', id: ctx.scope.orgId })
      return { ...(await tenancy.findOrganisation(ctx.scope))!, origin: origin() }
    }),

  me: own({ method: 'GET', path: '/me', summary: 'Who the caller is' })
    .input(z.strictObject({}))
    .output(meShape)
    .query(async ({ ctx: { actor, scope } }) => ({
      principal: toPrincipal(actor.principal),
      org: (await tenancy.findOrganisation(scope))!,
      role: actor.principal.role,
      scopes: [...allScopes(actor)],
      domains: actor.principal.domains,
      ...(actor.principal.type === 'agent' && { agent: await agent.get(scope, actor.principal.id) }),
    })),
})
