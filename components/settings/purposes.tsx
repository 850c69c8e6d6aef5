'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { FormError } from '@/components/ui/field'
import { day } from '@/components/ui/format'
import { Section } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { Purposes as Listed } from '@/server/tenancy/schema'
import { blankRow, endsWith, type Row, rowsOf, sameRows, slugOf } from './purpose-rows'
import { PurposeRows } from './purpose-rows-form'
import { SettingsPage } from './settings-page'

const lead = 'What data may be asked for and read for. Every request, grant and query names one of these.'

/** The organisation's purposes: its owners write the list, everybody reads it. */
export function Purposes() {
  const trpc = useTRPC()
  const { viewer } = useFrame()
  const list = useQuery(trpc.purpose.list.queryOptions())
  if (list.error)
    return (
      <SettingsPage at="purposes" title="Purposes" lead={lead}>
        <ErrorState title="The purposes could not be read" error={list.error} retry={() => void list.refetch()} />
      </SettingsPage>
    )
  if (!list.data)
    return (
      <SettingsPage at="purposes" title="Purposes" lead={lead}>
        <SkeletonRows rows={3} label="Loading the purposes" />
      </SettingsPage>
    )
  // Written anew when what stands has changed, so that the form never edits an older list.
  return <Editor key={list.data.etag} listed={list.data} administers={viewer.role === 'owner'} />
}

function Editor({ listed, administers }: { listed: Listed; administers: boolean }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const use = useQuery(trpc.purpose.use.queryOptions(undefined, { enabled: administers }))
  const save = useMutation(trpc.purpose.set.mutationOptions())
  const [rows, setRows] = useState<Row[]>(() => rowsOf(listed.items))
  const [asking, setAsking] = useState(false)
  const ending = listed.items.filter(({ slug }) => !rows.some((row) => row.slug === slug))
  const changed = !sameRows(rows, listed.items)

  async function write() {
    const items = rows.map(({ slug, title, description }) => ({ slug: slug || slugOf(title), title, description }))
    await save.mutateAsync({ items, ifMatch: `"${listed.etag}"` })
    await queries.invalidateQueries()
    toast('Purposes saved')
  }
  const action = administers && changed && (
    <Button
      kind="primary"
      busy={save.isPending}
      onClick={() => (ending.length > 0 ? setAsking(true) : void write().catch(() => undefined))}
    >
      Save purposes
    </Button>
  )
  return (
    <SettingsPage at="purposes" title="Purposes" lead={lead} action={action}>
      {!asking && <FormError>{save.error?.message}</FormError>}
      <PurposeRows rows={rows} editable={administers} onChange={setRows} />
      {administers && (
        <Button icon={<Plus />} className="mt-4" onClick={() => setRows([...rows, blankRow()])}>
          Add a purpose
        </Button>
      )}
      {listed.ended.length > 0 && (
        <Section title="Ended" lead="Nothing is read under these any more. What had ended with one stays ended.">
          <ul className="divide-y divide-line border-line border-y">
            {listed.ended.map((one) => (
              <li key={one.slug} className="flex items-center gap-3 py-2">
                <span className="min-w-0 flex-1 text-muted">
                  {one.title}, until {day(one.endedAt)}
                </span>
                {administers && !rows.some(({ slug }) => slug === one.slug) && (
                  <Button
                    size="sm"
                    kind="quiet"
                    aria-label={`Open ${one.title} again`}
                    onClick={() => setRows([...rows, ...rowsOf([one])])}
                  >
                    Open again
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`End ${ending.map(({ title }) => title).join(', ')}?`}
        consequences={endsWith(
          ending.map(({ slug }) => slug),
          use.data?.items,
        )}
        action="End and save"
        onConfirm={write}
      />
    </SettingsPage>
  )
}
