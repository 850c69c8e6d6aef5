'use client'

import { History } from 'lucide-react'
import { useFrame } from '@/components/frame/frame-context'
import { ButtonLink } from '@/components/ui/button-link'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import type { AccessGrant } from '@/server/access/schema'
import { endedWords, purposeTitle } from './words'

/** What one held once: when it ended, why, and the way to ask again. */
export function EndedGrants({ grants }: { grants: AccessGrant[] }) {
  const { org } = useFrame()
  if (grants.length === 0)
    return (
      <EmptyState title="Nothing has ended" icon={<History />}>
        Grants that ran out, were revoked or given back stand here, each with the reason.
      </EmptyState>
    )
  return (
    <ul aria-label="What has ended" className="divide-y divide-line border-line border-y">
      {grants.map((grant) => (
        <li key={grant.id} className="flex flex-wrap items-center gap-x-6 gap-y-1 py-3">
          <div className="min-w-0 flex-1 basis-64">
            <Link href={`/${org.slug}/catalog/${grant.product}`} className="font-medium">
              {grant.productTitle}
            </Link>
            <p className="text-muted text-sm">
              <span className="font-mono">{grant.port}</span>, for {purposeTitle(grant.purpose).toLowerCase()}, from{' '}
              {day(grant.startsAt)}
            </p>
          </div>
          <div className="min-w-0 flex-1 basis-64 text-sm">
            <p>
              {endedWords(grant)}
              {grant.endedAt && (
                <span className="text-muted">
                  , <RelativeTime at={grant.endedAt} />
                </span>
              )}
            </p>
            {grant.endNote && grant.endedAs === 'revoked' && <p className="text-muted">“{grant.endNote}”</p>}
          </div>
          {grant.endedAs !== 'superseded' && (
            <ButtonLink size="sm" href={`/${org.slug}/catalog/${grant.product}?request=1`}>
              Ask again
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  )
}
