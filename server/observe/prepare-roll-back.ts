import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Asked, Doing } from './adjustment-doing'

/** The port shows again the newest rows before the present ones on which every check that blocks holds. */
export async function prepareRollBack(actor: Actor, { incident, note }: Asked): Promise<Doing> {
  const { productId, port } = incident
  const back = await product.planRollBack(actor.scope, { productId, port })
  return { commit: () => product.rollBack(actor, back, note) }
}
