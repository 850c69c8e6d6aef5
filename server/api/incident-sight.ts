import type { Resource } from '@/server/policy'
import type { Actor } from '@/server/tenancy'

type Asked = { actor: Actor; finds: (product: Resource) => boolean; sees: (resource: Resource) => boolean }

/** What a caller may know of beside an incident: products they find, assets and grants that lists may tell them of. */
export const sightOf = ({ actor, finds, sees }: Asked) => ({
  principalId: actor.principal.id,
  finds,
  sees: (resource: Resource) => sees(resource),
})
