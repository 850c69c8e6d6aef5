'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ColumnChoice } from '@/components/access/column-choice'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/dialog'
import { Field, FieldSet, FormError } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Item } from './review-page'

/** Leaves a holder less of a grant, or ends it; says why. */
export function DecisionSheet({ review, item, onClose }: { review: string; item: Item; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const decide = useMutation(trpc.review.decide.mutationOptions())
  const [columns, setColumns] = useState<string[] | null>(null)
  const [rows, setRows] = useState('')
  const [note, setNote] = useState('')
  const { frozen } = item
  const objects = frozen.objects.map(({ name, columns }) => ({
    name,
    columns: columns.map((column) => ({ name: column, classification: null })),
  }))
  const changed = columns !== null || rows.trim() !== ''
  const send = async (decision: 'narrow' | 'end') => {
    const terms = { columns: columns ?? undefined, rows: rows.trim() || undefined }
    const given = { id: review, item: item.id, decision, note: note.trim() || undefined }
    const after = await decide.mutateAsync({ ...given, ...(decision === 'narrow' && { terms }) })
    queries.setQueryData(trpc.review.get.queryOptions({ id: review }).queryKey, after)
    toast(decision === 'end' ? 'Ended' : 'Narrowed', { description: `${frozen.principalName} is told.` })
    onClose()
  }
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${frozen.principalName}, ${frozen.productTitle}`}
      description="What you leave takes the place of the grant at once; queries that run under it are cut."
      footer={
        <>
          <Button
            kind="danger"
            busy={decide.isPending}
            disabled={!note.trim()}
            onClick={() => void send('end').catch(() => undefined)}
          >
            End it
          </Button>
          <Button
            kind="primary"
            busy={decide.isPending}
            disabled={!changed || columns?.length === 0 || !note.trim()}
            onClick={() => void send('narrow').catch(() => undefined)}
          >
            Narrow it
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <FieldSet legend="Columns to leave">
          <ColumnChoice objects={objects} value={columns} onChange={setColumns} />
        </FieldSet>
        <Field label="Rows to leave" optional hint="One condition, such as country = 'DE'">
          <Input className="font-mono" value={rows} onChange={({ target }) => setRows(target.value)} />
        </Field>
        <Field label="Why" required hint="The holder reads it.">
          <Textarea value={note} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <FormError>{decide.error?.message}</FormError>
      </div>
    </Sheet>
  )
}
