'use client'

import { Library } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole, seesPublishing } from '@/components/frame/nav'
import { Button } from '@/components/ui/button'
import { Link } from '@/components/ui/link'
import { EmptyState, ErrorState, NoMatches, SkeletonRows } from '@/components/ui/states'
import type { FacetName } from '@/server/catalog/schema'
import { type CatalogHit, HitRow } from './hit-row'
import { facetValueWord } from './words'

/** The list in its five states. */
export function Results({
  hits,
  failed,
  retry,
  base,
  at,
  narrowed,
  onSelect,
  onOpen,
  onToggle,
  onClear,
  more,
}: {
  hits: CatalogHit[] | undefined
  failed: unknown
  retry: () => void
  /** The catalog's address. */
  base: string
  at: string | null
  /** What narrows the list: the words asked for and the facets chosen. */
  narrowed: { q: string; chosen: { facet: FacetName; value: string }[] }
  onSelect: (slug: string) => void
  onOpen: (slug: string) => void
  onToggle: (facet: FacetName, value: string) => void
  onClear: (what: 'q' | 'all') => void
  more?: { load: () => void; busy: boolean }
}) {
  const { domains, viewer } = useFrame()
  if (failed) return <ErrorState title="The catalog could not be searched" error={failed} retry={retry} />
  if (!hits) return <SkeletonRows rows={8} label="Searching" />
  if (hits.length === 0 && !narrowed.q && narrowed.chosen.length === 0)
    return (
      <EmptyState title="Nothing is published yet" icon={<Library />}>
        What the domains publish is found here, with what it is for, whether it keeps its promises, and how to get it. A
        domain’s publisher connects a source and makes a product from it.
      </EmptyState>
    )
  if (hits.length === 0)
    return (
      <>
        <NoMatches
          what="products"
          onClear={() => onClear('all')}
          filters={[
            ...(narrowed.q ? [{ label: `“${narrowed.q}”`, drop: () => onClear('q') }] : []),
            ...narrowed.chosen.map(({ facet, value }) => ({
              label: facet === 'domain' ? (domains[value] ?? value) : facetValueWord(facet, value),
              drop: () => onToggle(facet, value),
            })),
          ]}
        />
        {narrowed.chosen.length === 0 && <Wanting />}
      </>
    )
  return (
    <>
      <ul aria-label="Found" className="border-line border-t">
        {hits.map((hit) => (
          <HitRow
            key={hit.id}
            hit={hit}
            href={`${base}/${hit.slug}`}
            selected={at === hit.slug}
            byRole={readsByRole(viewer, hit.domain)}
            onSelect={() => onSelect(hit.slug)}
            onOpen={() => onOpen(hit.slug)}
          />
        ))}
      </ul>
      {more && (
        <Button className="mt-4" busy={more.busy} onClick={more.load}>
          Show more
        </Button>
      )}
    </>
  )
}

/** What becomes of a search that found nothing; to those who could publish it, where such searches stand. */
function Wanting() {
  const { org, viewer } = useFrame()
  return (
    <p className="max-w-read text-muted text-sm">
      Searches that find nothing are counted, without names, for those who publish. You are told when something answers
      yours. {seesPublishing(viewer) && <Link href={`/${org.slug}/wanted`}>What others searched for in vain</Link>}
    </p>
  )
}
