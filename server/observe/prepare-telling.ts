import * as notify from '@/server/notify'
import { conflict } from '@/server/platform/errors'
import type { Actor } from '@/server/tenancy'
import type { Asked, Doing } from './adjustment-doing'
import { listHolders } from './list-holders'

/** Those who hold the port read the note. */
export async function prepareTelling(actor: Actor, { incident, product, note }: Asked): Promise<Doing> {
  const { port } = incident
  const to = await listHolders(actor.scope, { productId: product.id, port })
  if (to.length === 0) throw conflict(`Nobody holds ${port}, so there is nobody to tell.`)
  return {
    commit: async () => {
      await notify.tell(actor.scope, {
        to,
        kind: 'observe/port.told',
        title: `${actor.principal.name} writes of ${product.title}: ${incident.title}`,
        body: note,
        link: `/catalog/${product.slug}?tab=quality`,
      })
      return { told: to.length }
    },
  }
}
