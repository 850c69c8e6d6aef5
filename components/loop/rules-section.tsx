'use client'

import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/page'
import { RelativeTime } from '@/components/ui/relative-time'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { AdjustmentRule } from '@/server/observe/rule-schema'
import { ruleSentence } from './rule-words'
import { useRules } from './use-rules'

const RuleForm = dynamic(() => import('./rule-form').then((part) => part.RuleForm), { ssr: false })
const ConfirmDialog = dynamic(() => import('@/components/ui/confirm-dialog').then((part) => part.ConfirmDialog), {
  ssr: false,
})

/** What is done by itself about a product's incidents: each rule in a sentence, written by those who publish it. */
export function RulesSection({ slug, may }: { slug: string; may: boolean }) {
  const { query, items, save, remove } = useRules(slug)
  const [editing, edit] = useQueryState('rule', parseAsString)
  const place = editing === 'new' ? items.length : Number(editing ?? Number.NaN)
  const form = may && query.data !== undefined && (editing === 'new' || items[place] !== undefined)
  const add = <Button onClick={() => void edit('new')}>Add a rule</Button>
  return (
    <Section
      id="rules"
      title="Done by itself"
      lead="What is done about its incidents without anybody asking, once each time that one opens."
      action={may && !form && items.length > 0 && add}
    >
      {query.isError ? (
        <ErrorState title="Its rules could not be read" error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonRows rows={2} label="Reading its rules" />
      ) : items.length === 0 && !form ? (
        <EmptyState title="Nothing is done by itself" action={may && add}>
          A rule acts before anybody has read the message: when a promise of freshness is broken twice, roll the port
          back and tell its readers. It may do what whoever wrote it may do, and no more.
        </EmptyState>
      ) : (
        <>
          {form && (
            <RuleForm
              key={editing}
              initial={items[place] ?? null}
              save={(rule) => save(rule, place)}
              onClose={() => void edit(null)}
            />
          )}
          {items.length > 0 && (
            <ol aria-label="Rules" className="divide-y divide-line border-line border-y">
              {items.map((rule, n) => (
                <Rule
                  key={JSON.stringify(rule)}
                  rule={rule}
                  may={may}
                  onEdit={() => void edit(String(n))}
                  onRemove={() => remove(n)}
                />
              ))}
            </ol>
          )}
          {query.data.author && query.data.updatedAt && (
            <p className="mt-3 max-w-read text-muted text-sm">
              Written by {query.data.author}, <RelativeTime at={query.data.updatedAt} />: done in that name, and with no
              more than that person may at that moment.
            </p>
          )}
        </>
      )}
    </Section>
  )
}

type Props = { rule: AdjustmentRule; may: boolean; onEdit: () => void; onRemove: () => Promise<unknown> }

function Rule({ rule, may, onEdit, onRemove }: Props) {
  const [removing, setRemoving] = useState(false)
  const sentence = ruleSentence(rule)
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0 max-w-read">
        <p className="break-words">{sentence}</p>
        {rule.note && <p className="mt-0.5 break-words text-muted text-sm">“{rule.note}”</p>}
      </div>
      {may && (
        <div className="flex gap-2">
          <Button size="sm" kind="quiet" onClick={onEdit}>
            Change<span className="sr-only"> the rule: {sentence}</span>
          </Button>
          <Button size="sm" kind="quiet" onClick={() => setRemoving(true)}>
            Remove<span className="sr-only"> the rule: {sentence}</span>
          </Button>
        </div>
      )}
      {removing && (
        <ConfirmDialog
          open
          onOpenChange={setRemoving}
          title="Remove this rule?"
          consequences={`“${sentence}” is done by itself no more. What it did already stays as it is.`}
          action="Remove"
          onConfirm={async () => {
            await onRemove()
            toast('Rule removed')
          }}
        />
      )}
    </li>
  )
}
