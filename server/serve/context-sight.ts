import * as ingestion from '@/server/ingestion'
import * as policy from '@/server/policy'
import type { Actor } from '@/server/tenancy'
import { circumstancesOf } from './circumstances-of'
import { type ContextReading, itemResource } from './context-reading'

/** By which right somebody reads an item. */
export type Right = { reading: ContextReading; source: ingestion.ItemSource }
export type ContextSight = {
  reach: ingestion.Reach
  /** The right to one item of an asset; null without one. Whether its source lets them read is asked first, by `reach` or `lists`. */
  rightTo(item: { id: string; assetId: string }): Right | null
  /** Whether the source lets them read it, as its list is at this moment. */
  lists(item: Pick<ingestion.Item, 'assetId' | 'ownList' | 'readers'>): boolean
}

/** What somebody sees of the items under these ports: those whose source's list names them, and of which no policy says otherwise. */
export async function contextSight(actor: Actor, readings: readonly ContextReading[]): Promise<ContextSight> {
  const { principal } = actor
  const names = ingestion.namesOf(principal)
  const listed = [...new Set(readings.flatMap(({ items }) => items.map(({ assetId }) => assetId)))]
  const sources = new Map((await ingestion.listItemSources(actor.scope, listed)).map((one) => [one.assetId, one]))
  const isDeclared = (assetId: string) => ingestion.isListed(sources.get(assetId)?.declared ?? [], names)
  return {
    reach: { declared: listed.filter(isDeclared), listed, names },
    lists: ({ assetId, ownList, readers }) => (ownList ? ingestion.isListed(readers, names) : isDeclared(assetId)),
    rightTo({ id, assetId }) {
      const source = sources.get(assetId)
      const reading = readings.find((one) => {
        const object = one.items.find((item) => item.assetId === assetId)
        if (!object) return false
        const circumstances = circumstancesOf(actor, one.purpose)
        const resource = itemResource(id, object, one)
        return policy.decide({ principal, action: 'query', resource, circumstances }).effect === 'allow'
      })
      return source && reading ? { reading, source } : null
    },
  }
}
