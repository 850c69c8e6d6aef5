'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { kindWord } from '@/components/connection/words'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Field, FormError } from '@/components/ui/field'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { AssetChoice, type ChosenAsset } from './asset-choice'
import { beginning } from './beginning'
import { type ContractDoc, objectsOf, portsOf, productOf } from './documents'
import type { Draft } from './use-draft'
import type { Suggestions } from './use-suggestions'

type Adding = { draft: Draft; domain: string; first: boolean; learn: Suggestions['learn']; onDone: () => void }

/** Choose a connection and assets; the contract is proposed from their schema and profile. */
export function AddPort({ draft, domain, first, learn, onDone }: Adding) {
  const trpc = useTRPC()
  const connections = useQuery(trpc.connection.list.queryOptions({ limit: 200 }))
  const [from, setFrom] = useQueryStates(beginning)
  const [picked, setPicked] = useState(from.connection)
  const [chosen, setChosen] = useState<ChosenAsset[]>([])
  const { propose, add } = useProposal(draft, domain, learn)

  if (connections.isError)
    return (
      <ErrorState
        title="The connections could not be read"
        error={connections.error}
        retry={() => void connections.refetch()}
      />
    )
  if (!connections.data) return <SkeletonRows rows={3} label="Reading the connections" />
  const mine = connections.data.items.filter((each) => each.domain === domain)
  if (mine.length === 0)
    return (
      <EmptyState title="No connection yet">
        A port shows assets of a connection of this domain. Connect a source first, and copy what you want to publish.
      </EmptyState>
    )
  const connection = mine.find(({ id }) => id === picked)?.id

  async function done() {
    await add(chosen)
    await setFrom({ connection: null, asset: null })
    onDone()
  }
  return (
    <div className="flex flex-col gap-4">
      <Field label="Connection">
        <Combobox
          label="Connection"
          value={connection}
          options={mine.map(({ id, name, kind }) => ({ value: id, label: name, hint: kindWord(kind) }))}
          onChange={(id) => {
            setPicked(id)
            setChosen([])
          }}
        />
      </Field>
      {connection && (
        <AssetChoice
          key={connection}
          connection={connection}
          begun={connection === from.connection ? from.asset : null}
          chosen={chosen}
          onChange={setChosen}
        />
      )}
      <FormError>{propose.error?.message}</FormError>
      <div className="flex gap-2">
        <Button
          kind={first ? 'primary' : 'secondary'}
          disabled={!connection || chosen.length === 0}
          busy={propose.isPending}
          onClick={() => void done().catch(() => undefined)}
        >
          Propose a contract
        </Button>
        {!first && (
          <Button kind="quiet" onClick={onDone}>
            Cancel
          </Button>
        )}
      </div>
    </div>
  )
}

/** Puts a port and its proposed contract into the draft; what is known of the assets becomes suggestions. */
function useProposal(draft: Draft, domain: string, learn: Suggestions['learn']) {
  const propose = useMutation(useTRPC().product.propose.mutationOptions())
  async function add(chosen: ChosenAsset[]) {
    const at = portsOf(productOf(draft.model)).length
    const name = `port${at + 1}`
    const { contract } = await propose.mutateAsync({ domain, assets: chosen.map(({ id }) => id), port: name })
    const proposed = contract as ContractDoc
    const port = {
      name: chosen.length === 1 ? (objectsOf(proposed)[0]?.name ?? name) : name,
      type: 'tables',
      version: '1.0.0',
      contractId: proposed.id,
    }
    draft.change(({ appendDocument, editText }, text) =>
      editText(appendDocument(text, proposed), 0, ['outputPorts', at], port),
    )
    for (const asset of chosen) void learn(asset.id, asset.ref)
  }
  return { propose, add }
}
