'use client'

import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { count } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/states'
import type { Facets as Counts, FacetName } from '@/server/catalog/schema'
import { facetNames, facetValueWord, facetWords } from './words'

/** Values of one facet before one asks for the rest. */
const SHOWN = 7

/** What narrows the list, with how much each value would leave. */
export function Facets({
  counts,
  estimated,
  chosen,
  onToggle,
}: {
  counts: Counts | undefined
  /** Whether only a part was counted, so that there may be more. */
  estimated: boolean
  chosen: Record<FacetName, string[]>
  onToggle: (facet: FacetName, value: string) => void
}) {
  if (!counts) return <Waiting />
  return (
    <div className="flex flex-col gap-6">
      {facetNames.map((facet) => (
        <Facet
          key={facet}
          facet={facet}
          counts={counts[facet]}
          estimated={estimated}
          chosen={chosen[facet]}
          onToggle={(value) => onToggle(facet, value)}
        />
      ))}
    </div>
  )
}

function Facet({
  facet,
  counts,
  estimated,
  chosen,
  onToggle,
}: {
  facet: FacetName
  counts: Record<string, number>
  estimated: boolean
  chosen: string[]
  onToggle: (value: string) => void
}) {
  const { domains } = useFrame()
  const [all, setAll] = useState(false)
  // What is chosen stays in sight even where it now leaves nothing, or one could not take it back.
  const values = [...new Set([...Object.keys(counts), ...chosen])].sort(
    (a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a.localeCompare(b),
  )
  if (values.length === 0) return null
  const shown = all ? values : values.filter((value, place) => place < SHOWN || chosen.includes(value))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-muted text-xs">{facetWords[facet]}</legend>
      <ul>
        {shown.map((value) => (
          <li key={value}>
            <Checkbox
              className="py-px"
              checked={chosen.includes(value)}
              onChange={() => onToggle(value)}
              label={
                <span className="flex items-baseline justify-between gap-2">
                  <span className="truncate">
                    {facet === 'domain' ? (domains[value] ?? value) : facetValueWord(facet, value)}
                  </span>
                  <span className="tabular text-muted text-xs">
                    {count(counts[value] ?? 0)}
                    {estimated && '+'}
                  </span>
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {values.length > shown.length && (
        <Button size="sm" kind="quiet" className="-ml-2 mt-1 text-muted" onClick={() => setAll(true)}>
          Show all {count(values.length)}
        </Button>
      )}
    </fieldset>
  )
}

function Waiting() {
  return (
    <div className="flex flex-col gap-3">
      {['w-16', 'w-32', 'w-28', 'w-20', 'w-32', 'w-24'].map((width, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed picture
        <Skeleton key={place} className={width} />
      ))}
    </div>
  )
}
