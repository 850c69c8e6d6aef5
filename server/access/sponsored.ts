import type { HeldPort } from './held-ports'

/**
 * What an agent reads of what it holds: of each port no more than its sponsor reads of it under the same purpose at this moment,
 * by role in the port's domain or by a grant of their own.
 */
export function sponsored(
  held: readonly HeldPort[],
  theirs: readonly HeldPort[],
  readsByRole: (domainId: string) => boolean,
): HeldPort[] {
  return held.flatMap((port) => {
    if (readsByRole(port.domainId)) return [port]
    const same = theirs.find(
      (one) => one.productId === port.productId && one.portName === port.portName && one.purpose === port.purpose,
    )
    if (!same) return []
    const objects = port.objects.flatMap((object) => {
      const shown = same.objects.find(({ name }) => name === object.name)?.columns.map(({ name }) => name) ?? []
      const columns = object.columns.filter(({ name }) => shown.includes(name))
      return columns.length > 0 ? [{ ...object, columns }] : []
    })
    const endsAt = same.endsAt < port.endsAt ? same.endsAt : port.endsAt
    return objects.length > 0 ? [{ ...port, endsAt, objects }] : []
  })
}
