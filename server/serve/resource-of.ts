import * as policy from '@/server/policy'

type Known = { productId: string; slug: string; tags: string[]; domainId: string; name: string }

/** A published port as policies are asked about it, with what its product says of itself. */
export function resourceOf({ productId: id, slug, tags, domainId, name }: Known, held: boolean): policy.Resource {
  const product = { type: 'product' as const, id, domainId, published: true, facts: { slug, tags } }
  return { ...policy.portResource({ name }, product), held }
}
