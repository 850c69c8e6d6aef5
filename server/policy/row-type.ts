/** How policies name the rows of a port: `Rows::product::port`, and the object after it where a port has several. */

const reserved = /^(true|false|if|then|else|in|is|like|has|__cedar)$/
/** A name as Cedar takes it for a type: letters, digits and underscores. */
export function identifierOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_')
  return /^[A-Za-z_]/.test(plain) && !reserved.test(plain) ? plain : `_${plain}`
}

export const rowType = (product: string, port: string, object: string, several: boolean): string =>
  ['Rows', product, port, ...(several ? [object] : [])].map(identifierOf).join('::')

const named = /\bRows::([A-Za-z0-9_]+)::([A-Za-z0-9_]+)/g
/** The products and ports whose rows a text may speak of, each as it is written there. */
export function portsNamed(text: string): { product: string; port: string }[] {
  const found = new Map<string, { product: string; port: string }>()
  for (const [whole, product = '', port = ''] of text.matchAll(named)) found.set(whole, { product, port })
  return [...found.values()]
}

/** The slug that an identifier was made of; slugs have no underscores, and no two hyphens together. */
export const slugOf = (identifier: string) => identifier.replace(/^_/, '').replaceAll('_', '-')
