'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { toast } from '@/components/ui/toast'
import type { AccessGrant } from '@/server/access/schema'
import { CredentialsSheet } from './credentials-sheet'
import { DeliveryState } from './delivery-state'
import { RenewSheet } from './renew-sheet'
import { TimeLine } from './time-line'
import { purposeTitle } from './words'

/** The grants one holds, the one that ends first at the top. */
export function HeldGrants({ grants, idle }: { grants: AccessGrant[]; idle: ReadonlyMap<string, string> }) {
  const { org } = useFrame()
  const [renewing, setRenewing] = useState<AccessGrant | null>(null)
  const [giving, setGiving] = useState<AccessGrant | null>(null)
  const [signing, setSigning] = useState<AccessGrant | null>(null)
  const [from] = useState(() => Date.now())
  if (grants.length === 0)
    return (
      <EmptyState
        title="You hold nothing yet"
        icon={<KeyRound />}
        action={
          <ButtonLink kind="primary" href={`/${org.slug}/catalog`}>
            Browse the catalog
          </ButtonLink>
        }
      >
        Find a product, request access for a purpose and a time, and it stands here with its end date.
      </EmptyState>
    )
  const sorted = [...grants].sort((one, other) => one.expiresAt.localeCompare(other.expiresAt))
  const to = new Date(sorted.at(-1)?.expiresAt ?? from).getTime()
  return (
    <>
      <ul aria-label="What you hold" className="divide-y divide-line border-line border-y">
        {sorted.map((grant) => (
          <HeldGrant
            key={grant.id}
            grant={grant}
            from={from}
            to={to}
            idle={idle.get(grant.id)}
            onRenew={() => setRenewing(grant)}
            onGiveBack={() => setGiving(grant)}
            onSignIn={() => setSigning(grant)}
          />
        ))}
      </ul>
      {renewing && <RenewSheet grant={renewing} onClose={() => setRenewing(null)} />}
      {giving && <GiveBack grant={giving} onClose={() => setGiving(null)} />}
      {signing && <CredentialsSheet grant={signing} onClose={() => setSigning(null)} />}
    </>
  )
}

type Row = {
  grant: AccessGrant
  from: number
  to: number
  /** Why it looks unused. */
  idle?: string
  onRenew: () => void
  onGiveBack: () => void
  onSignIn: () => void
}

function HeldGrant({ grant, from, to, idle, onRenew, onGiveBack, onSignIn }: Row) {
  const { org } = useFrame()
  const soon = grant.breakGlass || Date.parse(grant.warnsAt) <= from
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,16rem)_auto] md:items-start">
      <div className="min-w-0">
        <Link href={`/${org.slug}/catalog/${grant.product}`} className="font-medium">
          {grant.productTitle}
        </Link>
        <p className="text-muted text-sm">
          <span className="font-mono">{grant.port}</span>, for {purposeTitle(grant.purpose).toLowerCase()}, since{' '}
          {day(grant.startsAt)}
          {grant.principalType === 'domain' && `, as one of ${grant.principalName}`}
          {grant.breakGlass && ', taken in an emergency'}
        </p>
        <DeliveryState grant={grant} as="you" />
        {grant.rows && (
          <p className="text-sm">
            <span className="text-muted">Rows where</span> <code className="break-words font-mono">{grant.rows}</code>
          </p>
        )}
        {idle && <Status tone="neutral">{idle} Give it back if you no longer need it.</Status>}
        {grant.asleepSince && (
          <Status tone="warn">Sleeps since the restore of {day(grant.asleepSince)}: an owner has to confirm it</Status>
        )}
      </div>
      <div className="min-w-0">
        <TimeLine endsAt={grant.expiresAt} from={from} to={to} soon={soon} />
        <p className="tabular flex flex-wrap justify-between gap-x-3 text-muted text-xs">
          <span>until {day(grant.expiresAt)}</span>
          <span className={soon ? 'text-warn-text' : undefined}>
            ends <RelativeTime at={grant.expiresAt} />
          </span>
        </p>
      </div>
      <div className="flex flex-wrap gap-2 justify-self-start">
        {grant.delivery === 'source' && grant.provenAt && (
          <Button size="sm" onClick={onSignIn} aria-label={`Credentials for ${grant.productTitle}, ${grant.port}`}>
            Credentials
          </Button>
        )}
        {!grant.breakGlass && !grant.asleepSince && (
          <Button
            size="sm"
            kind={soon ? 'primary' : undefined}
            onClick={onRenew}
            aria-label={`Renew ${grant.productTitle}, ${grant.port}`}
          >
            Renew
          </Button>
        )}
        <Button size="sm" onClick={onGiveBack} aria-label={`Give back ${grant.productTitle}, ${grant.port}`}>
          Give back
        </Button>
      </div>
    </li>
  )
}

function GiveBack({ grant, onClose }: { grant: AccessGrant; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const revoke = useMutation(trpc.grant.revoke.mutationOptions())
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Give back ${grant.productTitle}?`}
      action="Give back"
      consequences={`You can no longer read ${grant.port}; your queries and downloads on it that run now are cut. To read it again you have to ask again.`}
      onConfirm={async () => {
        await revoke.mutateAsync({ id: grant.id })
        await queries.invalidateQueries()
        toast(`Gave back ${grant.productTitle}`)
      }}
    />
  )
}
