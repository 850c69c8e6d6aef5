'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Sunrise } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { type Column, DataTable } from '@/components/ui/data-table'
import { counted, day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { EmptyState, ErrorState, PartialNote, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import { SettingsPage } from './settings-page'

type Item = {
  id: string
  kind: keyof typeof kinds
  principalName: string
  about: string
  since: string
  endsAt: string
}
const kinds = { token: 'Token', invitation: 'Invitation', grant: 'Grant' } as const

/** What came back by a restore: an owner ends what had ended meanwhile, and wakes the rest. */
export function Restored() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const { org } = useFrame()
  const asleep = useQuery(trpc.restored.get.queryOptions({}))
  const confirm = useMutation(trpc.restored.confirm.mutationOptions())
  const [ending, setEnding] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const total = Object.values(asleep.data?.counts ?? {}).reduce((sum, count) => sum + count, 0)

  async function wake() {
    const { woken, ended } = await confirm.mutateAsync({ end: [...ending] })
    await queries.invalidateQueries()
    router.refresh()
    toast(`${woken.tokens + woken.invitations + woken.grants} woken, ${ended} ended`)
  }

  const columns = columnsWith(ending, (id, end) => {
    const next = new Set(ending)
    if (end) next.add(id)
    else next.delete(id)
    setEnding(next)
  })
  const body = () => {
    if (asleep.error) return <ErrorState title="What sleeps could not be read" error={asleep.error} />
    if (!asleep.data) return <SkeletonRows label="Loading what sleeps" />
    if (total === 0)
      return (
        <EmptyState title="Nothing sleeps" icon={<Sunrise />}>
          After a restore from a backup, what it brought back stands here until an owner has confirmed it.
        </EmptyState>
      )
    const { items } = asleep.data
    return (
      <>
        <p className="mb-4 max-w-read text-muted">
          Mark what had ended since the backup was made; everything else wakes. Members came back as they were:{' '}
          <Link href={`/${org.slug}/settings/members`}>look whether somebody had left</Link>, and remove them first.
        </p>
        {items.length < total && (
          <PartialNote>
            The newest {items.length} of {total} are shown. All of them wake, but for those that you mark.
          </PartialNote>
        )}
        <DataTable label="What sleeps" rows={items} columns={columns} rowId={(row) => row.id} unit="item" />
      </>
    )
  }
  const since = asleep.data?.since
  return (
    <SettingsPage
      at="restored"
      title="Restored"
      lead={since ? `From a backup, on ${day(since)}.` : 'What a restore from a backup brought back.'}
      action={
        total > 0 && (
          <Button kind="primary" onClick={() => setAsking(true)}>
            Wake {total - ending.size}
            {ending.size > 0 && `, end ${ending.size}`}
          </Button>
        )
      }
    >
      {body()}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Wake ${counted(total - ending.size, 'right')}?`}
        action="Wake"
        consequences={`Their holders use them again at once.${ending.size > 0 ? ` ${ending.size} end for good.` : ''} This cannot be undone.`}
        onConfirm={wake}
      />
    </SettingsPage>
  )
}

function columnsWith(ending: ReadonlySet<string>, mark: (id: string, end: boolean) => void): Column<Item>[] {
  return [
    { id: 'kind', header: 'Kind', value: (row) => kinds[row.kind] },
    { id: 'who', header: 'Of', value: (row) => row.principalName },
    { id: 'about', header: 'For', value: (row) => row.about, telling: true },
    { id: 'since', header: 'Since', value: (row) => row.since, cell: (row) => day(row.since) },
    { id: 'ends', header: 'Until', value: (row) => row.endsAt, cell: (row) => day(row.endsAt) },
    {
      id: 'end',
      header: 'End it',
      telling: true,
      cell: (row) => (
        <Checkbox
          checked={ending.has(row.id)}
          onChange={(end) => mark(row.id, end)}
          label={`End the ${row.kind} of ${row.principalName}, ${row.about}`}
          hideLabel
        />
      ),
    },
  ]
}
