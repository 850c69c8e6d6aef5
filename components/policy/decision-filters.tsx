'use client'

import { Field } from '@/components/ui/field'
import { Input, SearchInput, Select } from '@/components/ui/input'
import { action } from '@/server/policy/schema'
import type { DecisionsState } from './decisions-address'
import { usePeople } from './use-people'
import { actionWords, surfaceWords } from './words'

type Change = (next: Partial<DecisionsState>) => void

/** Narrows by who, what, which, how it ended, through which door and when; all of it lives in the address. */
export function DecisionFilters({ state, onChange }: { state: DecisionsState; onChange: Change }) {
  const people = usePeople()
  const choice = (
    label: string,
    name: 'who' | 'did' | 'effect' | 'surface',
    options: [string, string][],
    any: string,
  ) => (
    <Field label={label}>
      <Select value={state[name] ?? ''} onChange={({ target }) => onChange({ [name]: target.value || null })}>
        <option value="">{any}</option>
        {options.map(([value, said]) => (
          <option key={value} value={value}>
            {said}
          </option>
        ))}
      </Select>
    </Field>
  )
  return (
    <search className="mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-4 xl:grid-cols-[minmax(0,1fr)_9rem_minmax(0,1fr)_8rem_9rem_9rem_9rem]">
      {choice(
        'Who',
        'who',
        people.map(({ value, label }) => [value, label]),
        'Anyone',
      )}
      {choice(
        'Action',
        'did',
        action.options.map((each) => [each, actionWords[each]]),
        'Any',
      )}
      <SearchInput
        label="Product, port, kind or id"
        placeholder="Product, port, kind or id"
        value={state.about ?? ''}
        onChange={({ target }) => onChange({ about: target.value || null })}
      />
      {choice(
        'Answer',
        'effect',
        [
          ['allow', 'Allowed'],
          ['deny', 'Refused'],
        ],
        'Any',
      )}
      {choice('Through', 'surface', Object.entries(surfaceWords), 'Any door')}
      <Field label="From (UTC)">
        <Input
          type="date"
          value={state.from ?? ''}
          onChange={({ target }) => onChange({ from: target.value || null })}
        />
      </Field>
      <Field label="To (UTC)">
        <Input type="date" value={state.to ?? ''} onChange={({ target }) => onChange({ to: target.value || null })} />
      </Field>
    </search>
  )
}

const names: Record<keyof DecisionsState, string> = {
  who: 'the person',
  did: 'the action',
  about: 'the thing',
  effect: 'the answer',
  surface: 'the door',
  from: 'the first day',
  to: 'the last day',
}

/** Each filter in use, and how to drop it. */
export const narrowing = (state: DecisionsState, onChange: Change) =>
  (Object.keys(names) as (keyof DecisionsState)[])
    .filter((name) => state[name])
    .map((name) => ({ label: names[name], drop: () => onChange({ [name]: null }) }))
