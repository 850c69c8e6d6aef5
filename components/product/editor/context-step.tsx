'use client'

import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { EmptyState } from '@/components/ui/states'
import { type ContextDoc, contractsOf, portsOf, productOf } from './documents'
import type { Draft } from './use-draft'

/** What one must know before using the numbers: for people and programs alike. */
export function ContextStep({ draft }: { draft: Draft }) {
  const contracts = contractsOf(draft.model)
  const ports = portsOf(productOf(draft.model))
  if (contracts.length === 0)
    return (
      <EmptyState title="No contract yet">Choose data first; what one must know about it is written here.</EmptyState>
    )
  return (
    <div className="flex flex-col gap-10">
      {contracts.map(({ index, contract }) => {
        const name = ports.find((port) => port.contractId === contract.id)?.name ?? contract.id ?? 'contract'
        const edit = (keys: (string | number)[], value: unknown) => draft.edit(index, ['context', ...keys], value)
        // Plain text is the short form of a block that has instructions only.
        const plain = typeof contract.context === 'string' ? contract.context : null
        const context: ContextDoc =
          plain === null ? ((contract.context as ContextDoc | undefined) ?? {}) : { instructions: plain }
        return (
          <section key={contract.id ?? index} aria-label={`Context of ${name}`} className="flex flex-col gap-5">
            {contracts.length > 1 && <h2 className="text-lg">{name}</h2>}
            <Field label="Instructions" hint="How to read it, what to join it with, what never to conclude.">
              <Textarea
                rows={4}
                value={context.instructions ?? ''}
                onChange={(event) =>
                  plain === null
                    ? edit(['instructions'], event.target.value || undefined)
                    : edit([], event.target.value)
                }
              />
            </Field>
            {plain === null && <Statements context={context} edit={edit} />}
            {plain === null && <Constraints context={context} edit={edit} />}
          </section>
        )
      })}
    </div>
  )
}

type Part = { context: ContextDoc; edit: (keys: (string | number)[], value: unknown) => void }

function Statements({ context, edit }: Part) {
  const statements = context.verifiedStatements ?? []
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">Verified statements</legend>
      <p className="-mt-1 text-muted text-xs">Questions with an answer that someone has checked.</p>
      {[...statements.entries()].map(([at, statement]) => (
        <div key={at} className="flex items-start gap-2">
          <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
            <Input
              aria-label={`Question ${at + 1}`}
              placeholder="Question"
              value={statement.question ?? ''}
              onChange={(event) => edit(['verifiedStatements', at, 'question'], event.target.value)}
            />
            <Input
              aria-label={`Answer ${at + 1}`}
              placeholder="Answer"
              value={statement.answer ?? ''}
              onChange={(event) => edit(['verifiedStatements', at, 'answer'], event.target.value || undefined)}
            />
          </div>
          <IconButton label={`Remove statement ${at + 1}`} onClick={() => edit(['verifiedStatements', at], undefined)}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        icon={<Plus aria-hidden />}
        className="self-start"
        onClick={() => edit(['verifiedStatements', statements.length], { question: '' })}
      >
        Add a statement
      </Button>
    </fieldset>
  )
}

function Constraints({ context, edit }: Part) {
  const constraints = context.constraints ?? []
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">Constraints</legend>
      <p className="-mt-1 text-muted text-xs">What its use must keep to.</p>
      {[...constraints.entries()].map(([at, each]) => (
        <div key={at} className="flex items-center gap-2">
          <Input
            aria-label={`Constraint ${at + 1}`}
            value={each.constraint ?? ''}
            onChange={(event) => edit(['constraints', at, 'constraint'], event.target.value)}
          />
          <IconButton label={`Remove constraint ${at + 1}`} onClick={() => edit(['constraints', at], undefined)}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        icon={<Plus aria-hidden />}
        className="self-start"
        onClick={() => edit(['constraints', constraints.length], { constraint: '' })}
      >
        Add a constraint
      </Button>
    </fieldset>
  )
}
