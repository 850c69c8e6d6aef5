'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormError } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { Section } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { Synonyms as Listed } from '@/server/catalog/schema'
import { groupsOf, textOf } from './synonym-text'

const lead = 'What holds one word of a line is found by the others of it as well.'

/** The words that mean the same here: owners write them, everybody reads them. */
export function Synonyms() {
  const trpc = useTRPC()
  const { viewer } = useFrame()
  const list = useQuery(trpc.catalog.synonyms.queryOptions({}))
  if (list.error)
    return (
      <Section title="Synonyms" lead={lead}>
        <ErrorState title="The synonyms could not be read" error={list.error} retry={() => void list.refetch()} />
      </Section>
    )
  if (!list.data)
    return (
      <Section title="Synonyms" lead={lead}>
        <SkeletonRows rows={2} label="Loading the synonyms" />
      </Section>
    )
  if (viewer.role !== 'owner') return <Shown groups={list.data.groups} />
  // Written anew when what stands has changed, so that the form never edits an older list.
  return <Editor key={list.data.etag} listed={list.data} />
}

function Shown({ groups }: Pick<Listed, 'groups'>) {
  return (
    <Section title="Synonyms" lead={lead}>
      {groups.length === 0 ? (
        <p className="text-muted">There are none. The organisation’s owners write them.</p>
      ) : (
        <ul className="divide-y divide-line border-line border-y">
          {groups.map((group) => (
            <li key={group.join()} className="py-2">
              {group.join(', ')}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Editor({ listed }: { listed: Listed }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const save = useMutation(trpc.catalog.setSynonyms.mutationOptions())
  const [text, setText] = useState(() => textOf(listed.groups))
  const read = groupsOf(text)
  const changed = textOf(read.groups) !== textOf(listed.groups)

  async function write() {
    await save.mutateAsync({ groups: read.groups, ifMatch: `"${listed.etag}"` })
    await queries.invalidateQueries()
    toast('Synonyms saved')
  }
  return (
    <Section title="Synonyms" lead={lead}>
      <form
        className="max-w-xl space-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          void write().catch(() => undefined)
        }}
      >
        <Field label="One line for each meaning, words separated by commas" error={read.fault}>
          <Textarea
            rows={Math.min(12, Math.max(4, read.groups.length + 1))}
            value={text}
            placeholder="revenue, turnover, sales figures"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <FormError>{save.error?.message}</FormError>
        <Button type="submit" busy={save.isPending} disabled={!changed || read.fault !== undefined}>
          Save synonyms
        </Button>
      </form>
    </Section>
  )
}
