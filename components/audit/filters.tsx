'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Field } from '@/components/ui/field'
import { Input, SearchInput, Select } from '@/components/ui/input'
import type { AuditState } from './address'

type Change = (next: Partial<AuditState>) => void

/** Narrows by who, what, which and when; all of it lives in the address. */
export function Filters({ state, onChange }: { state: AuditState; onChange: Change }) {
  const members = useQuery(useTRPC().member.list.queryOptions({}))
  return (
    <search className="mt-6 mb-4 grid grid-cols-2 items-end gap-3 md:grid-cols-[12rem_minmax(0,1fr)_minmax(0,1fr)_10rem_10rem]">
      <Field label="By">
        <Select value={state.actor ?? ''} onChange={(event) => onChange({ actor: event.target.value || null })}>
          <option value="">Anyone</option>
          <option value="system">Stoa itself</option>
          {members.data?.items.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name}
            </option>
          ))}
        </Select>
      </Field>
      <SearchInput
        label="Action"
        placeholder="Action, e.g. product.published"
        value={state.action ?? ''}
        onChange={(event) => onChange({ action: event.target.value || null })}
      />
      <SearchInput
        label="Kind or id of a thing"
        placeholder="Kind or id, e.g. product"
        value={state.resource ?? ''}
        onChange={(event) => onChange({ resource: event.target.value || null })}
      />
      <Field label="From (UTC)">
        <Input
          type="date"
          value={state.from ?? ''}
          onChange={(event) => onChange({ from: event.target.value || null })}
        />
      </Field>
      <Field label="To (UTC)">
        <Input type="date" value={state.to ?? ''} onChange={(event) => onChange({ to: event.target.value || null })} />
      </Field>
    </search>
  )
}

const names: Record<keyof AuditState, string> = {
  actor: 'the person',
  action: 'the action',
  resource: 'the thing',
  from: 'the first day',
  to: 'the last day',
}

/** Each filter in use, and how to drop it. */
export const narrowing = (state: AuditState, onChange: Change) =>
  (Object.keys(names) as (keyof AuditState)[])
    .filter((name) => state[name])
    .map((name) => ({ label: names[name], drop: () => onChange({ [name]: null }) }))
