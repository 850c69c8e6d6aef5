'use client'

import { useQueries } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import type { ColumnProfile } from './schema-table'
import { maskWords } from './words'

type Facts = {
  nulls: number
  distinct: number
  min: string | null
  max: string | null
  histogram: number[] | null
  shown: 'plain' | 'hidden' | { masks: string[] } | null
}

/** What was measured, by port, object and column; a port whose figures are not there yet is left out. */
export function useProfiles(slug: string, ports: string[]) {
  const trpc = useTRPC()
  return useQueries({
    queries: ports.map((port) => trpc.portProfile.get.queryOptions({ slug, port })),
    combine: (results) =>
      Object.fromEntries(
        results.flatMap(({ data }, place) => {
          const port = ports[place]
          if (!port || !data) return []
          return [[port, Object.fromEntries(data.objects.map((object) => [object.name, byColumn(object)]))]]
        }),
      ),
  })
}

type Objects = { rows: number; partly: boolean; columns: (Facts & { name: string })[] }
function byColumn({ rows, partly, columns }: Objects) {
  return Object.fromEntries(columns.map((facts) => [facts.name, { ...columnProfile(facts, rows), partly }]))
}

const wordOf = (shown: Facts['shown']) =>
  shown === null || typeof shown === 'string' ? shown : shown.masks.map((mask) => maskWords[mask] ?? mask).join(' or ')

function columnProfile(facts: Facts, rows: number): Omit<ColumnProfile, 'partly'> {
  return {
    nullShare: rows > 0 ? facts.nulls / rows : null,
    distinct: facts.distinct,
    histogram: facts.histogram,
    shown: wordOf(facts.shown),
    range: facts.min !== null && facts.max !== null ? `from ${facts.min} to ${facts.max}` : null,
  }
}
