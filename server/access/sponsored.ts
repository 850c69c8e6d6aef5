import type { HeldPort } from './held-ports'

/**
 * What an agent reads of what it holds: of each port no more than its sponsor reads of it under the same purpose at this moment,
 * by role in the port's domain or by a grant of their own.
 */
export function sponsored(
  held: readonly HeldPort[],
  theirs: readonly HeldPort[],
  readsByRole: (port: HeldPort) => boolean,
): HeldPort[] {
  return held.flatMap((port) => {
    if (readsByRole(port)) return [port]
    const same = theirs.filter(
      (one) => one.productId === port.productId && one.portName === port.portName && one.purpose === port.purpose,
    )
    const made = same.flatMap((one) => within(port, one))
    // Of several grants of theirs, the one that leaves it most: every row before some, then more columns.
    return made.sort((a, b) => width(b) - width(a)).slice(0, 1)
  })
}

function within(port: HeldPort, theirs: HeldPort): HeldPort[] {
  const objects = port.objects.flatMap((object) => {
    const same = theirs.objects.find(({ name }) => name === object.name)
    const columns = object.columns.filter(({ name }) => same?.columns.some((column) => column.name === name))
    if (!same || columns.length === 0) return []
    // A condition is over the columns of one version: that of another version is not one of these rows.
    if (same.condition && theirs.productVersion !== port.productVersion) return []
    return [{ ...object, columns, condition: both(object.condition, same.condition) }]
  })
  const endsAt = theirs.endsAt < port.endsAt ? theirs.endsAt : port.endsAt
  const items = port.items.filter(({ name }) => theirs.items.some((one) => one.name === name))
  return objects.length + items.length > 0 ? [{ ...port, endsAt, objects, items }] : []
}

type Condition = HeldPort['objects'][number]['condition']

/** Rows for which both are true. The new lines end a comment that either may close with. */
function both(own: Condition, theirs: Condition): Condition {
  if (own === null || theirs === null || own.where === theirs.where) return own ?? theirs
  return { ...own, where: `(${own.where}\n) and (${theirs.where}\n)` }
}

const width = ({ objects }: HeldPort) =>
  objects.reduce((sum, { columns, condition }) => sum + columns.length + (condition ? 0 : 1_000_000), 0)
