'use client'

import { useQuery } from '@tanstack/react-query'
import { ProductChoice } from '@/components/catalog/product-choice'
import { useTRPC } from '@/components/trpc'
import { Combobox } from '@/components/ui/combobox'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import type { Action } from '@/server/policy/schema'
import { usePeople } from './use-people'
import { actionWords } from './words'

type Asked = { thing: string | null; person: string | null; action: Action; at: string | null }

const asked: Action[] = ['discover', 'view', 'preview', 'query', 'request', 'approve', 'revoke', 'edit', 'publish']

/** What is asked: about which thing or whom, doing what, when. */
export function WhoForm({
  by,
  thing,
  person,
  action,
  at,
  onChange,
}: Asked & {
  by: 'thing' | 'person'
  onChange: (next: Partial<Omit<Asked, 'action'> & { action: Action | null }>) => void
}) {
  const people = usePeople()
  const slug = thing?.split('/')[0] ?? ''
  return (
    <div className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,20rem)_minmax(0,14rem)_10rem_13rem]">
      {by === 'thing' ? (
        <>
          <Field label="Product">
            <ProductChoice value={slug} onChange={(product) => onChange({ thing: product })} />
          </Field>
          <Field label="Port">
            <PortChoice slug={slug} thing={thing} onChange={(next) => onChange({ thing: next, action: null })} />
          </Field>
        </>
      ) : (
        <Field label="Who" className="lg:col-span-2">
          <Combobox
            label="Who"
            placeholder="Choose a person or an agent"
            options={people}
            value={person ?? undefined}
            onChange={(next) => onChange({ person: next })}
          />
        </Field>
      )}
      <Field label="Action">
        <Select value={action} onChange={({ target }) => onChange({ action: target.value as Action })}>
          {asked.map((each) => (
            <option key={each} value={each}>
              {actionWords[each]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="At (UTC)" optional>
        <Input
          type="datetime-local"
          value={at ?? ''}
          onChange={({ target }) => onChange({ at: target.value || null })}
        />
      </Field>
    </div>
  )
}

function PortChoice({
  slug,
  thing,
  onChange,
}: {
  slug: string
  thing: string | null
  onChange: (thing: string) => void
}) {
  const product = useQuery({ ...useTRPC().product.get.queryOptions({ slug }), enabled: slug !== '' })
  return (
    <Select value={thing ?? ''} disabled={slug === ''} onChange={({ target }) => onChange(target.value)}>
      <option value={slug}>The product as a whole</option>
      {product.data?.ports.map(({ name }) => (
        <option key={name} value={`${slug}/${name}`}>
          {name}
        </option>
      ))}
    </Select>
  )
}
