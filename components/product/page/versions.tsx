'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Person } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/states'
import { Badge } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'
import { stateWords } from './words'

const VersionsDiff = dynamic(() => import('@/components/product/versions-diff').then((module) => module.VersionsDiff), {
  loading: () => <Skeleton className="h-24" />,
})

/** Each version with its note; what changed since the one before opens on demand. */
export function Versions({ product }: { product: ProductShape }) {
  const [open, setOpen] = useState<string | null>(null)
  return (
    <ol className="divide-y divide-line">
      {product.versions.map((version, place) => {
        const before = product.versions[place + 1]?.version
        return (
          <li key={version.version} className="flex flex-col gap-2 py-4 first:pt-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h2 className="tabular font-medium">{version.version}</h2>
              <Badge tone={version.state === 'deprecated' ? 'warn' : undefined}>{stateWords[version.state]}</Badge>
              <span className="flex items-center gap-1.5 text-muted text-sm">
                <RelativeTime at={version.publishedAt ?? version.createdAt} />
                {version.publishedBy && <Person name={version.publishedBy} />}
              </span>
              {before && (
                <Button
                  size="sm"
                  kind="quiet"
                  className="ml-auto"
                  aria-expanded={open === version.version}
                  onClick={() => setOpen(open === version.version ? null : version.version)}
                >
                  {open === version.version ? 'Hide what changed' : `What changed since ${before}`}
                </Button>
              )}
            </div>
            {version.note && <p className="max-w-read text-muted">{version.note}</p>}
            {version.ending && <p className="max-w-read text-warn-text">{version.ending.note}</p>}
            {open === version.version && before && (
              <VersionsDiff slug={product.slug} from={before} to={version.version} />
            )}
          </li>
        )
      })}
    </ol>
  )
}
