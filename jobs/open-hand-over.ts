import * as access from '@/server/access'
import * as notify from '@/server/notify'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { tenantFunction } from './client'

/**
 * When somebody is disabled or leaves: requests that waited for them alone climb at once, and the owners of the organisation are
 * told what is left in their hands.
 */
export const openHandOver = tenantFunction(
  { id: 'open-hand-over', event: tenancy.memberChanged, limit: 1 },
  async ({ scope, data, step }) => {
    const gone = await step.run('look', async () => {
      const member = await tenancy.findMember(scope, data.member)
      return member !== null && member.state !== 'active' && member.state !== 'invited' ? member.name : null
    })
    await step.run('climb', async () => {
      const { items } = await access.listRequests(scope, { states: ['submitted'], limit: 200, oldest: true })
      for (const { id } of items) await access.advanceRequest(scope, id)
    })
    if (gone === null) return
    await step.run('tell', async () => {
      const [owned, held, people] = await Promise.all([
        product.listOwned(scope, data.member),
        access.listGrants(scope, { heldBy: data.member, live: true, limit: 200 }),
        tenancy.listMembers(scope),
      ])
      if (owned.length + held.items.length === 0) return
      await notify.tell(scope, {
        to: people.filter(({ role, state }) => role === 'owner' && state === 'active').map(({ id }) => id),
        kind: 'access/hand-over.opened',
        title: `${gone} has left things behind: ${owned.length} products, ${held.items.length} grants`,
        body: 'Hand them over, so that requests find somebody to decide them.',
        link: `/settings/members?handover=${data.member}`,
      })
    })
  },
)
