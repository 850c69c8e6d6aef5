'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { Button } from '@/components/ui/button'
import { EmptyState, PartialNote } from '@/components/ui/states'
import { action } from '@/server/policy/schema'
import { WhoAnswers } from './who-answers'
import { WhoForm } from './who-form'

/** What this view keeps in its address: about a thing or about somebody, which, what is done, and when. */
const whoAddress = {
  by: parseAsStringLiteral(['thing', 'person'] as const).withDefault('thing'),
  thing: parseAsString,
  person: parseAsString,
  action: parseAsStringLiteral(action.options),
  /** UTC, to the minute: 2026-11-23T09:30. */
  at: parseAsString,
}
const minute = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/
const momentOf = (at: string | null) =>
  at && minute.test(at) && !Number.isNaN(Date.parse(`${at}Z`)) ? `${at}:00Z` : undefined

/** Who may do something to a thing, or what somebody may do it to; now or at a time gone by, and by which policies. */
export function WhoView() {
  const [state, set] = useQueryStates(whoAddress)
  const port = state.by === 'person' || state.thing?.includes('/')
  const doing = state.action ?? (port ? 'query' : 'discover')
  const about = state.by === 'thing' ? state.thing : state.person
  const at = momentOf(state.at)
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <fieldset aria-label="Ask about" className="flex flex-wrap gap-1">
        {(['thing', 'person'] as const).map((by) => (
          <Button
            key={by}
            size="sm"
            kind={state.by === by ? 'secondary' : 'quiet'}
            aria-pressed={state.by === by}
            onClick={() => void set({ by })}
          >
            {by === 'thing' ? 'A product or port' : 'A person or agent'}
          </Button>
        ))}
      </fieldset>
      <WhoForm
        by={state.by}
        thing={state.thing}
        person={state.person}
        action={doing}
        at={state.at}
        onChange={(next) => void set(next)}
      />
      {at && Date.parse(at) < Date.now() && (
        <PartialNote>
          By the organisation’s policies of that moment. Roles, domains, grants, columns and the policies that come with
          Stoa are those of today: how they were then is not kept in a form that can be asked.
        </PartialNote>
      )}
      {about ? (
        <WhoAnswers by={state.by} about={about} action={doing} at={at} />
      ) : (
        <EmptyState title={state.by === 'thing' ? 'Choose a product' : 'Choose a person or an agent'}>
          {state.by === 'thing'
            ? 'Everyone who may act is then listed with whether they may, which policies say so, and which rows and columns they would see.'
            : 'Every product and port is then listed with whether they may, which policies say so, and which rows and columns they would see.'}
        </EmptyState>
      )}
    </div>
  )
}
