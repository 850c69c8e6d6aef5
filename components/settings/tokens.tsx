'use client'

import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { type Column, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { Token } from '@/server/tenancy/schema'
import { NewTokenSheet } from './new-token-sheet'
import { SettingsPage } from './settings-page'

/** One's own tokens: what scripts sign with. */
export function Tokens({ origin }: { origin: string }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { data } = useSuspenseQuery(trpc.account.tokens.queryOptions({}))
  const remove = useMutation(trpc.account.removeToken.mutationOptions())
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<Token | null>(null)
  const refresh = () => queries.invalidateQueries(trpc.account.tokens.queryFilter())

  const columns: Column<Token>[] = [
    { id: 'name', header: 'Name', value: (row) => row.name },
    { id: 'scopes', header: 'May', value: (row) => row.scopes.join(', ') },
    {
      id: 'expires',
      header: 'Ends',
      value: (row) => row.expiresAt,
      cell: (row) => <RelativeTime at={row.expiresAt} />,
    },
    {
      id: 'used',
      header: 'Last used',
      value: (row) => row.usedAt ?? '',
      cell: (row) => (row.usedAt ? <RelativeTime at={row.usedAt} /> : <span className="text-muted">Never</span>),
    },
    {
      id: 'end',
      header: 'End',
      align: 'right',
      cell: (row) => (
        <Button size="sm" kind="quiet" onClick={() => setEnding(row)} aria-label={`End the token ${row.name}`}>
          End
        </Button>
      ),
      telling: true,
    },
  ]

  const add = (
    <Button kind="primary" icon={<Plus />} onClick={() => setMaking(true)}>
      New token
    </Button>
  )
  return (
    <SettingsPage
      at="tokens"
      title="Tokens"
      lead="What your scripts sign with. A token acts as you, within its scopes."
      action={add}
    >
      {data.items.length === 0 ? (
        <EmptyState
          title="No tokens yet"
          icon={<KeyRound />}
          action={<Button onClick={() => setMaking(true)}>New token</Button>}
        >
          With a token you find, request and query over HTTP what you may use here.
        </EmptyState>
      ) : (
        <DataTable label="Your tokens" rows={data.items} columns={columns} rowId={(row) => row.id} unit="token" />
      )}
      <NewTokenSheet open={making} onOpenChange={setMaking} origin={origin} onMade={refresh} />
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => !open && setEnding(null)}
        title={`End the token ${ending?.name ?? ''}`}
        consequences="Whatever signs with it is refused from its next call on. This cannot be undone."
        action="End token"
        onConfirm={async () => {
          if (ending) await remove.mutateAsync({ id: ending.id })
          await refresh()
          toast('Token ended')
        }}
      />
    </SettingsPage>
  )
}
