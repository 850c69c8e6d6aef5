'use client'

import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
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
    <Listed
      title="Verified statements"
      lead="Questions with an answer that someone has checked."
      one="statement"
      count={statements.length}
      onAdd={() => edit(['verifiedStatements', statements.length], { question: '' })}
      onRemove={(at) => edit(['verifiedStatements', at], undefined)}
    >
      {(at) => (
        <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-2">
          <Input
            aria-label={`Question ${at + 1}`}
            placeholder="Question"
            value={statements[at]?.question ?? ''}
            onChange={(event) => edit(['verifiedStatements', at, 'question'], event.target.value)}
          />
          <Input
            aria-label={`Answer ${at + 1}`}
            placeholder="Answer"
            value={statements[at]?.answer ?? ''}
            onChange={(event) => edit(['verifiedStatements', at, 'answer'], event.target.value || undefined)}
          />
        </div>
      )}
    </Listed>
  )
}

function Constraints({ context, edit }: Part) {
  const constraints = context.constraints ?? []
  return (
    <Listed
      title="Constraints"
      lead="What its use must keep to."
      one="constraint"
      count={constraints.length}
      onAdd={() => edit(['constraints', constraints.length], { constraint: '' })}
      onRemove={(at) => edit(['constraints', at], undefined)}
    >
      {(at) => (
        <Input
          aria-label={`Constraint ${at + 1}`}
          value={constraints[at]?.constraint ?? ''}
          onChange={(event) => edit(['constraints', at, 'constraint'], event.target.value)}
        />
      )}
    </Listed>
  )
}

/** Entries one under another, each with its removal, and a way to add one. */
function Listed({
  title,
  lead,
  one,
  count,
  onAdd,
  onRemove,
  children,
}: {
  title: string
  lead: string
  /** What an entry is called. */
  one: string
  count: number
  onAdd: () => void
  onRemove: (at: number) => void
  children: (at: number) => ReactNode
}) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 font-medium text-sm">{title}</legend>
      <p className="-mt-1 text-muted text-xs">{lead}</p>
      {Array.from({ length: count }, (_, at) => at).map((at) => (
        <div key={at} className="flex items-start gap-2">
          {children(at)}
          <IconButton label={`Remove ${one} ${at + 1}`} onClick={() => onRemove(at)}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      <Button size="sm" icon={<Plus aria-hidden />} className="self-start" onClick={onAdd}>
        Add a {one}
      </Button>
    </fieldset>
  )
}
