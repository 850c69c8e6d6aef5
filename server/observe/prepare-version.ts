import * as product from '@/server/product'
import type { Actor } from '@/server/tenancy'
import type { Asked, Doing } from './adjustment-doing'

/** A draft of the product is opened from what is published, where there is none; in it the promise can be changed. */
export const prepareVersion = async (actor: Actor, { product: { slug } }: Asked): Promise<Doing> => ({
  commit: async () => ({ version: (await product.openDraft(actor, slug)).version }),
})
