'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { Combobox } from '@/components/ui/combobox'
import { Field, FieldSet } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { productOf } from './documents'
import type { Draft } from './use-draft'

const orNone = (text: string) => (text === '' ? undefined : text)

/** What it is for, whose it is, and how it will be found. */
export function BasicsStep({ draft }: { draft: Draft }) {
  const trpc = useTRPC()
  const members = useQuery(trpc.member.list.queryOptions({}))
  const product = productOf(draft.model)
  const problem = (path: string) => draft.problems.find((each) => each.path === `product.${path}`)?.message
  const set = (path: (string | number)[], value: unknown) => draft.edit(0, path, value)
  const owner = product.team?.members?.findIndex((member) => member.role === 'owner') ?? -1
  return (
    <div className="flex flex-col gap-5">
      <Field label="Title" error={problem('name')}>
        <Input value={product.name ?? ''} onChange={(event) => set(['name'], orNone(event.target.value))} />
      </Field>
      <Field
        label="Purpose"
        hint="One line: what people will use it for. Search shows it."
        error={problem('description.purpose')}
      >
        <Textarea
          rows={2}
          value={product.description?.purpose ?? ''}
          onChange={(event) => set(['description', 'purpose'], orNone(event.target.value))}
        />
      </Field>
      <Field label="How to use it" optional>
        <Textarea
          value={product.description?.usage ?? ''}
          onChange={(event) => set(['description', 'usage'], orNone(event.target.value))}
        />
      </Field>
      <Field label="What it is not for" optional hint="Limits that its rows alone do not show.">
        <Textarea
          value={product.description?.limitations ?? ''}
          onChange={(event) => set(['description', 'limitations'], orNone(event.target.value))}
        />
      </Field>
      <FieldSet legend="Found and owned by">
        <Field label="Tags" optional hint="Words joined by commas.">
          <TagInput tags={product.tags ?? []} onChange={(tags) => set(['tags'], tags.length > 0 ? tags : undefined)} />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Domain" error={problem('domain')}>
            <Input value={product.domain ?? ''} readOnly />
          </Field>
          <Field label="Owner">
            <Combobox
              label="Owner"
              value={product.team?.members?.[owner]?.username}
              options={(members.data?.items ?? []).map(({ email, name }) => ({
                value: email,
                label: name,
                hint: email,
              }))}
              placeholder="Whoever saves it first"
              onChange={(email) =>
                owner >= 0
                  ? set(['team', 'members', owner, 'username'], email)
                  : set(['team', 'members', product.team?.members?.length ?? 0], { username: email, role: 'owner' })
              }
            />
          </Field>
        </div>
      </FieldSet>
    </div>
  )
}

/** Commas and spaces stay while one types; the list follows. */
function TagInput({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  return (
    <Input
      key={tags.length === 0 ? 'none' : 'some'}
      defaultValue={tags.join(', ')}
      onBlur={(event) => {
        const next = event.target.value
          .split(',')
          .map((tag) => tag.trim())
          .filter(Boolean)
        if (next.join() !== tags.join()) onChange([...new Set(next)])
      }}
    />
  )
}
