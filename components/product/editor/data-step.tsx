'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button, IconButton } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Combobox } from '@/components/ui/combobox'
import { Field, FormError } from '@/components/ui/field'
import { count } from '@/components/ui/format'
import { Input, SearchInput } from '@/components/ui/input'
import { EmptyState, SkeletonRows } from '@/components/ui/states'
import { beginning } from './beginning'
import { type ContractDoc, contractsOf, objectsOf, portsOf, productOf } from './documents'
import type { Draft } from './use-draft'
import type { Suggestions } from './use-suggestions'
import { appendDocument, editText, removeDocument } from './yaml-model'

/** The ports: each a way out of the product, over assets of one connection. */
export function DataStep({ draft, suggestions }: { draft: Draft; suggestions: Suggestions }) {
  const product = productOf(draft.model)
  const ports = portsOf(product)
  const contracts = contractsOf(draft.model)
  const [adding, setAdding] = useState(ports.length === 0)
  const remove = (at: number, contractId: string | undefined) => {
    const shared = ports.filter((port) => port.contractId === contractId).length > 1
    const contract = contracts.find((each) => each.contract.id === contractId)
    const without = contract && !shared ? removeDocument(draft.text, contract.index) : draft.text
    draft.setText(editText(without, 0, ['outputPorts', at], undefined))
  }
  return (
    <div className="flex flex-col gap-6">
      {ports.length > 0 && (
        <ul className="divide-y divide-line border-line border-y">
          {ports.map((port, at) => {
            const contract = contracts.find((each) => each.contract.id === port.contractId)?.contract
            return (
              <li key={port.contractId ?? at} className="flex flex-col gap-3 py-4">
                <div className="flex items-end gap-3">
                  <Field label="Port" className="max-w-60 flex-1">
                    <Input
                      value={port.name ?? ''}
                      onChange={(event) => draft.edit(0, ['outputPorts', at, 'name'], event.target.value)}
                    />
                  </Field>
                  <p className="min-w-0 flex-1 truncate pb-1.5 text-muted text-sm">
                    {contract ? describe(contract) : 'names no contract that is here'}
                  </p>
                  <IconButton label={`Remove port ${port.name ?? ''}`} onClick={() => remove(at, port.contractId)}>
                    <Trash2 aria-hidden className="size-4" />
                  </IconButton>
                </div>
                <Field label="Description" optional>
                  <Input
                    value={port.description ?? ''}
                    onChange={(event) =>
                      draft.edit(0, ['outputPorts', at, 'description'], event.target.value || undefined)
                    }
                  />
                </Field>
              </li>
            )
          })}
        </ul>
      )}
      {adding ? (
        <AddPort
          draft={draft}
          learn={suggestions.learn}
          domain={product.domain ?? ''}
          onDone={() => setAdding(false)}
          first={ports.length === 0}
        />
      ) : (
        <Button icon={<Plus aria-hidden />} onClick={() => setAdding(true)} className="self-start">
          Add a port
        </Button>
      )}
    </div>
  )
}

const describe = (contract: ContractDoc) =>
  `${objectsOf(contract)
    .map((object) => object.physicalName ?? object.name)
    .join(', ')} from ${contract.servers?.[0]?.server ?? 'nowhere'}`

type Adding = { draft: Draft; domain: string; first: boolean; learn: Suggestions['learn']; onDone: () => void }

/** Choose a connection and assets; the contract is proposed from their schema and profile. */
function AddPort({ draft, domain, first, learn, onDone }: Adding) {
  const trpc = useTRPC()
  const connections = useQuery(trpc.connection.list.queryOptions({ limit: 200 }))
  const [from, begun] = useQueryStates(beginning)
  const [picked, setConnection] = useState(from.connection)
  const [chosen, setChosen] = useState(from.asset ? [from.asset] : [])
  const [search, setSearch] = useState('')
  const mine = (connections.data?.items ?? []).filter((each) => each.domain === domain)
  const connection = mine.find(({ id }) => id === picked)?.id
  const assets = useQuery(
    trpc.connection.assets.queryOptions(
      { id: connection ?? '', q: search || undefined, limit: 100 },
      { enabled: connection !== undefined },
    ),
  )
  // The asset one came from is shown even where it is not among the first.
  const origin = useQuery(trpc.asset.get.queryOptions({ id: from.asset ?? '' }, { enabled: from.asset !== null }))
  const listed = assets.data?.items ?? []
  const came = origin.data?.connectionId === connection && !search && origin.data
  const shown = came && !listed.some(({ id }) => id === came.id) ? [came, ...listed] : listed
  const propose = useMutation(trpc.product.propose.mutationOptions())
  const name = `port${portsOf(productOf(draft.model)).length + 1}`
  async function add() {
    const { contract } = await propose.mutateAsync({ domain, assets: chosen, port: name })
    const proposed = contract as ContractDoc
    const port = {
      name: chosen.length === 1 ? (objectsOf(proposed)[0]?.name ?? name) : name,
      type: 'tables',
      version: '1.0.0',
      contractId: proposed.id,
    }
    const at = portsOf(productOf(draft.model)).length
    draft.setText(editText(appendDocument(draft.text, proposed), 0, ['outputPorts', at], port))
    for (const asset of shown) if (chosen.includes(asset.id)) void learn(asset.id, asset.ref)
    await begun({ connection: null, asset: null })
    onDone()
  }
  if (connections.data && mine.length === 0)
    return (
      <EmptyState title="No connection yet">
        A port shows assets of a connection of this domain. Connect a source first, and sync what you want to publish.
      </EmptyState>
    )
  return (
    <div className="flex flex-col gap-4">
      <Field label="Connection">
        <Combobox
          label="Connection"
          value={connection}
          options={mine.map(({ id, name, kind }) => ({ value: id, label: name, hint: kind }))}
          onChange={(id) => {
            setConnection(id)
            setChosen([])
          }}
        />
      </Field>
      {connection && (
        <div className="flex flex-col gap-2">
          <SearchInput
            label="Find assets"
            placeholder="Find assets"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          {assets.isPending ? (
            <SkeletonRows rows={3} />
          ) : (
            <ul className="max-h-72 divide-y divide-line overflow-y-auto border-line border-y">
              {shown.map((asset) => (
                <li key={asset.id} className="py-1.5">
                  <Checkbox
                    checked={chosen.includes(asset.id)}
                    onChange={(on) =>
                      setChosen((before) => (on ? [...before, asset.id] : before.filter((id) => id !== asset.id)))
                    }
                    label={<code className="text-sm">{asset.ref}</code>}
                    hint={
                      asset.latestSnapshot
                        ? `${count(asset.rows ?? 0)} rows`
                        : 'not synced yet: it can be described, not published'
                    }
                  />
                </li>
              ))}
              {shown.length === 0 && <li className="py-3 text-muted">Nothing matches.</li>}
            </ul>
          )}
        </div>
      )}
      <FormError>{propose.error?.message}</FormError>
      <div className="flex gap-2">
        <Button
          kind={first ? 'primary' : 'secondary'}
          disabled={!connection || chosen.length === 0}
          busy={propose.isPending}
          onClick={() => void add()}
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
