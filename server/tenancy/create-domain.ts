import * as audit from '@/server/audit'
import { withOrg } from '@/server/platform/db'
import { conflict } from '@/server/platform/errors'
import type { Actor, Domain, NewDomain } from './schema'
import * as store from './store'

/** Makes a domain; conflict when its slug is taken. */
export async function createDomain(actor: Actor, input: NewDomain): Promise<Domain> {
  const { scope, principal, requestId } = actor
  return withOrg(scope, async () => {
    if (await store.findDomain(scope, input.slug)) throw conflict(`There is a domain "${input.slug}" already.`)
    const id = await store.insertDomain(scope, input)
    await audit.record(scope, {
      actor: principal.id,
      action: 'domain.created',
      resource: { type: 'domain', id },
      requestId,
    })
    return (await store.findDomain(scope, id))!
  })
}
