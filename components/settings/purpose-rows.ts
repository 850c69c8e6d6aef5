import { counted } from '@/components/ui/format'

/** A purpose as the form holds it; a new one has no slug until it is saved. */
export type Row = { key: string; slug: string; title: string; description: string }
type Purpose = Omit<Row, 'key'>
export type Use = { slug: string; grants: number; requests: number; agents: number }

export const rowsOf = (items: readonly Purpose[]): Row[] =>
  items.map(({ slug, title, description }) => ({ key: slug, slug, title, description }))

export const blankRow = (): Row => ({ key: crypto.randomUUID(), slug: '', title: '', description: '' })

export const sameRows = (rows: readonly Row[], items: readonly Purpose[]): boolean =>
  rows.length === items.length &&
  rows.every((row, n) => {
    const item = items[n]
    return item?.slug === row.slug && item.title === row.title && item.description === row.description
  })

/** "Fraud detection" as addresses and documents write it. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)

/** What ends with these purposes, by name and count. */
export function endsWith(slugs: readonly string[], use: readonly Use[] | undefined): string {
  if (!use) return 'Grants under it stop at their next call.'
  const under = use.filter(({ slug }) => slugs.includes(slug))
  const sum = (of: 'grants' | 'requests' | 'agents') => under.reduce((all, one) => all + one[of], 0)
  const [grants, requests, agents] = [sum('grants'), sum('requests'), sum('agents')]
  const open = requests > 0 ? ` ${counted(requests, 'open request')} can no longer be approved.` : ''
  const stopped = agents > 0 ? ` ${counted(agents, 'agent')} can do nothing any more.` : ''
  if (grants === 0) return `No live grant stands under it.${open}${stopped}`
  return `${counted(grants, 'live grant')} can read nothing from the next call on, and will end; their holders are told.${open}${stopped}`
}
