import type { Formula } from '@/server/platform/filter'

type Sight = { all: boolean; published: boolean; domains: string[]; filter: Formula | null }

/** Domains that a part of a condition lets through whole; null where it says anything else. */
function domainsOf(part: Formula): string[] | null {
  if (part.is === 'and') {
    // That there is a domain at all goes without saying where it is one of some.
    const rest = part.parts.filter((one) => !(one.is === 'present' && one.column.column === 'domain_id'))
    return rest.length === 1 ? domainsOf(rest[0]!) : null
  }
  if (part.is !== 'oneOf' || part.negated || part.term.is !== 'column') return null
  return part.term.column.column === 'domain_id' ? part.values.map(({ value }) => String(value)) : null
}

const isPublished = (part: Formula): boolean =>
  part.is === 'compare' &&
  part.operator === '=' &&
  part.left.is === 'column' &&
  part.left.column.column === 'published' &&
  part.right.is === 'constant' &&
  part.right.constant.value === true

/** The plain sights (everything, what is published, some domains) said plainly, as an index answers them; any other as a condition. */
export function sightOf(formula: Formula): Sight {
  if (formula.is === 'true') return { all: true, published: true, domains: [], filter: null }
  if (formula.is === 'false') return { all: false, published: false, domains: [], filter: null }
  const parts = formula.is === 'or' ? formula.parts : [formula]
  const plain = parts.every((part) => isPublished(part) || domainsOf(part) !== null)
  if (!plain) return { all: true, published: true, domains: [], filter: formula }
  return {
    all: false,
    published: parts.some(isPublished),
    domains: parts.flatMap((part) => domainsOf(part) ?? []),
    filter: null,
  }
}
