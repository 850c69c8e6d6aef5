'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Person } from '@/components/ui/avatar'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { day } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { AccessGrant } from '@/server/access/schema'
import { DeliverySheet } from './delivery-sheet'
import { DeliveryState } from './delivery-state'
import { purposeTitle } from './words'

/** Who holds a product, for those who may know; whoever may revoke does it here, saying why. */
export function Holders({ slug, revokes }: { slug: string; revokes: boolean }) {
  const trpc = useTRPC()
  const grants = useQuery(trpc.grant.list.queryOptions({ product: slug, open: true, limit: 200 }))
  const [revoking, setRevoking] = useState<AccessGrant | null>(null)
  const [looking, setLooking] = useState<AccessGrant | null>(null)
  if (grants.isError)
    return <ErrorState title="Its holders could not be read" error={grants.error} retry={() => void grants.refetch()} />
  if (!grants.data) return <SkeletonRows rows={3} label="Loading who holds it" />
  if (grants.data.items.length === 0)
    return (
      <EmptyState title="Nobody holds it yet" icon={<Users />}>
        People who were given access stand here with their purpose and end date.
      </EmptyState>
    )
  return (
    <>
      <ul aria-label="Who holds it" className="divide-y divide-line border-line border-y">
        {grants.data.items.map((grant) => (
          <li key={grant.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
            <Person name={grant.principalName} className="min-w-40 flex-1" />
            <span className="min-w-48 flex-1 text-muted text-sm">
              <span className="font-mono">{grant.port}</span>, {purposeTitle(grant.purpose).toLowerCase()}
            </span>
            <span className="tabular text-muted text-sm">until {day(grant.expiresAt)}</span>
            {grant.delivery === 'source' && (
              <span className="basis-full sm:order-last">
                <DeliveryState grant={grant} as={grant.principalName} />
              </span>
            )}
            {revokes && grant.delivery === 'source' && (
              <Button
                size="sm"
                onClick={() => setLooking(grant)}
                aria-label={`How ${grant.principalName}’s access stands in the source`}
              >
                In the source
              </Button>
            )}
            {revokes && !grant.endedAs && (
              <Button
                size="sm"
                onClick={() => setRevoking(grant)}
                aria-label={`Revoke ${grant.principalName}’s access`}
              >
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {looking && <DeliverySheet grant={looking} onClose={() => setLooking(null)} />}
      <RevokeDialog key={revoking?.id} grant={revoking} onClose={() => setRevoking(null)} />
    </>
  )
}

function RevokeDialog({ grant, onClose }: { grant: AccessGrant | null; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const revoke = useMutation(trpc.grant.revoke.mutationOptions())
  const [note, setNote] = useState('')
  if (!grant) return null
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${grant.principalName}’s access?`}
      action="Revoke access"
      consequences={
        <>
          <p>
            {grant.principalName} can no longer read {grant.productTitle}, {grant.port}. Queries and downloads that run
            now are cut. They are told, with your reason.
          </p>
          <Field label="Reason" required className="mt-4 text-text">
            <Textarea value={note} onChange={({ target }) => setNote(target.value)} />
          </Field>
        </>
      }
      onConfirm={async () => {
        await revoke.mutateAsync({ id: grant.id, note: note.trim() || undefined })
        await queries.invalidateQueries()
        toast(`Revoked ${grant.principalName}’s access to ${grant.productTitle}`)
      }}
    />
  )
}
