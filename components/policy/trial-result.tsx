'use client'

import { ChevronRight } from 'lucide-react'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { count, counted } from '@/components/ui/format'
import { EmptyState, PartialNote } from '@/components/ui/states'
import { Status, type Tone } from '@/components/ui/status'
import { Because } from './policy-name'
import { type Fate, fateOf, type Group, groupsOf, nameOfThing, type TrialChange } from './trial-groups'
import { seenWords, wordsOfAction } from './words'

const fates: Record<Fate, { title: string; tone: Tone }> = {
  lost: { title: 'Taken away', tone: 'bad' },
  given: { title: 'Given', tone: 'ok' },
  other: { title: 'Read in other rows or under other masks', tone: 'warn' },
}

type Result = {
  changes: TrialChange[]
  total: number
  asked: number
  complete: boolean
  /** The draft's policies by name. */
  texts: Record<string, string>
  again: () => void
}

/** Counts first, then who and what, grouped. */
export function TrialResult({ changes, total, asked, complete, texts, again }: Result) {
  const [by, setBy] = useQueryState('group', parseAsStringLiteral(['person', 'thing'] as const).withDefault('person'))
  const split = useMemo(
    () =>
      (Object.keys(fates) as Fate[])
        .map((fate) => ({ fate, changes: changes.filter((change) => fateOf(change) === fate) }))
        .filter((each) => each.changes.length > 0),
    [changes],
  )
  const notes = (
    <>
      {!complete && (
        <PartialNote>There was more to try than is tried in one go: {counted(asked, 'question')} were.</PartialNote>
      )}
      {total > changes.length && (
        <PartialNote>
          The first {count(changes.length)} of {count(total)} changes are shown.
        </PartialNote>
      )}
    </>
  )
  if (total === 0)
    return (
      <div className="flex flex-col gap-4">
        {notes}
        <EmptyState title="Nothing would change" action={<Button onClick={again}>Try again</Button>}>
          {counted(asked, 'question')} were tried: everyone with every product and port, and what was asked in the last
          30 days. Each has the same answer as today, the same rows and the same masks.
        </EmptyState>
      </div>
    )
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="flex flex-wrap items-center gap-x-5 gap-y-1" role="status">
          <span className="tabular font-medium">{counted(total, 'answer')} would change</span>
          {split.map((each) => (
            <Status key={each.fate} tone={fates[each.fate].tone}>
              {count(each.changes.length)} {fates[each.fate].title.toLowerCase()}
            </Status>
          ))}
          <span className="tabular text-muted text-sm">of {count(asked)} tried</span>
        </p>
        <fieldset aria-label="Group by" className="flex gap-1">
          {(['person', 'thing'] as const).map((each) => (
            <Button
              key={each}
              size="sm"
              kind={by === each ? 'secondary' : 'quiet'}
              aria-pressed={by === each}
              onClick={() => void setBy(each)}
            >
              By {each === 'person' ? 'person' : 'product'}
            </Button>
          ))}
        </fieldset>
      </div>
      {notes}
      {split.map((each) => (
        <section key={each.fate} aria-label={fates[each.fate].title}>
          <h2 className="mb-2 text-lg">{fates[each.fate].title}</h2>
          <ul className="border-line border-t">
            {groupsOf(each.changes, by).map((group) => (
              <OneGroup key={group.key} group={group} by={by} texts={texts} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** Groups with few changes show them at once. */
const few = 8

type By = { by: 'person' | 'thing'; texts: Record<string, string> }

function OneGroup({ group: { name, changes }, by, texts }: By & { group: Group }) {
  return (
    <li className="border-line border-b">
      <details open={changes.length <= few} className="group">
        <summary className="flex cursor-pointer list-none items-center gap-2 py-2 hover:bg-hover/60">
          <ChevronRight aria-hidden className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90" />
          <span className={by === 'thing' ? 'font-mono' : 'font-medium'}>{name}</span>
          <span className="tabular text-muted text-sm">{counted(changes.length, 'answer')}</span>
        </summary>
        <ul className="pb-3 pl-6">
          {changes.map((change) => (
            <OneChange
              key={`${change.principal} ${change.action} ${change.resource.type} ${change.resource.id}`}
              change={change}
              by={by}
              texts={texts}
            />
          ))}
        </ul>
      </details>
    </li>
  )
}

function OneChange({ change, by, texts }: By & { change: TrialChange }) {
  const { action, before, after, because, seen, principalName, principal } = change
  return (
    <li className="grid gap-x-6 gap-y-1 py-1.5 text-sm lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
      <span className="min-w-0 break-words">
        {by === 'thing' && `${principalName ?? principal}: `}
        {wordsOfAction(action)} <span className="font-mono">{nameOfThing(change)}</span>
      </span>
      <span className="min-w-0 break-words">
        {seen ? (
          <>
            <span className="text-muted">{seenWords(seen.before) || 'all of it, plain'}</span> →{' '}
            {seenWords(seen.after) || 'all of it, plain'}
          </>
        ) : (
          <>
            <span className="text-muted">{before === 'allow' ? 'may' : 'may not'}</span> →{' '}
            {after === 'allow' ? 'may' : 'may not'}
          </>
        )}
      </span>
      <Because ids={because} texts={texts} denied={after === 'deny'} />
    </li>
  )
}
