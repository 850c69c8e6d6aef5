'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { AddPort } from './add-port'
import { type ContractDoc, contractsOf, objectsOf, portsOf, productOf } from './documents'
import type { Draft } from './use-draft'
import type { Suggestions } from './use-suggestions'

/** The ports: each a way out of the product, over assets of one connection. */
export function DataStep({ draft, suggestions }: { draft: Draft; suggestions: Suggestions }) {
  const product = productOf(draft.model)
  const ports = portsOf(product)
  const contracts = contractsOf(draft.model)
  const [adding, setAdding] = useState(ports.length === 0)
  const remove = (at: number, contractId: string | undefined) => {
    const shared = ports.filter((port) => port.contractId === contractId).length > 1
    const contract = contracts.find((each) => each.contract.id === contractId)
    draft.change(({ editText, removeDocument }, text) => {
      const without = contract && !shared ? removeDocument(text, contract.index) : text
      return editText(without, 0, ['outputPorts', at], undefined)
    })
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
