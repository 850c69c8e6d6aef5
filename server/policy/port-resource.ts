import type { Resource } from './schema'

type Named = { name: string }

/** A port as policies are asked about it: under its product, with what the product says of itself. */
export const portResource = ({ name }: Named, product: Resource): Resource => ({
  type: 'port',
  id: `${product.id}/${name}`,
  domainId: product.domainId,
  published: product.published,
  facts: { name, product: product.facts?.slug ?? '', tags: product.facts?.tags ?? [] },
  within: [{ type: 'product', id: product.id }],
})
