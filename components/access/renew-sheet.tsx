'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { day } from '@/components/ui/format'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { AccessGrant } from '@/server/access/schema'
import { DurationField } from './duration-field'

/** Asks for a grant again on the terms it has. */
export function RenewSheet({ grant, onClose }: { grant: AccessGrant; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const renew = useMutation(trpc.grant.renew.mutationOptions())
  const [duration, setDuration] = useState('P90D')
  const [reason, setReason] = useState('')
  const send = async () => {
    await renew.mutateAsync({ id: grant.id, duration, reason: reason.trim() || undefined })
    await queries.invalidateQueries()
    onClose()
    toast('Asked for a renewal', { description: 'What you hold stays until it is decided, or ends.' })
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Renew ${grant.productTitle}`}
      description={`The same columns and rows of ${grant.port}, decided like a new request. What you hold ends on ${day(grant.expiresAt)}.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" busy={renew.isPending} onClick={() => void send().catch(() => undefined)}>
            Ask for renewal
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <DurationField value={duration} onChange={setDuration} />
        <Field label="Reason" optional hint="Why it is still needed">
          <Textarea value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <FormError>{renew.error?.message}</FormError>
      </div>
    </Sheet>
  )
}
