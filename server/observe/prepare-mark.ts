import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Asked, Doing } from './adjustment-doing'

/** The port is marked with a word why: degraded until that is undone or the incident is resolved, paused until a time. */
export const prepareMark =
  (kind: 'degraded' | 'paused') =>
  async (actor: Actor, { incident, note, until }: Asked): Promise<Doing> => {
    const { productId, port } = incident
    return {
      commit: async (id) => {
        await product.markPort(actor, { id, productId, port, kind, why: note, until })
        return {}
      },
    }
  }
