'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { SearchFilters } from '@/server/catalog/schema'
import { searchWords } from './search-link'

const LONGEST = 60

/** Keeps what is asked for now under a name. */
export function SaveSearch({ search, taken }: { search: { q: string; filters: SearchFilters }; taken: string[] }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [typed, setTyped] = useState<string>()
  const save = useMutation(
    trpc.ownSearch.save.mutationOptions({
      onSuccess: () => toast('Saved', { description: 'You find it here and under ⌘K.' }),
      onSettled: () => queries.invalidateQueries(trpc.ownSearch.pathFilter()),
    }),
  )
  const offered = searchWords(search).slice(0, LONGEST)
  const name = typed ?? (taken.includes(offered) ? '' : offered)

  async function send(event: FormEvent) {
    event.preventDefault()
    await save.mutateAsync({ ...search, name: name.trim() })
    setTyped(undefined)
  }
  return (
    <form onSubmit={(event) => void send(event).catch(() => undefined)} className="flex items-end gap-2 px-4 pb-3">
      <Field label="Save this search as" error={save.error?.message} className="flex-1">
        <Input maxLength={LONGEST} value={name} onChange={({ target }) => setTyped(target.value)} />
      </Field>
      <Button type="submit" busy={save.isPending} disabled={!name.trim()}>
        Save
      </Button>
    </form>
  )
}
