'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { useTRPC, useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormActions, FormError } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import { Page } from '@/components/ui/page'
import { EmptyState } from '@/components/ui/states'
import { type Beginning, beginningOf } from './beginning'
import type { NewProductValues } from './new-product-rules'
import { problemsOf } from './problems-of'

const slugOf = (title: string) =>
  title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)

/** A name, a purpose and a domain are enough to begin. */
export function NewProduct({
  org,
  from,
  title,
}: {
  org: string
  from: Beginning
  /** What it is called until one says otherwise. */
  title?: string | null
}) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const router = useRouter()
  const me = useQuery(trpc.organisation.me.queryOptions({}))
  const all = useQuery(trpc.domain.list.queryOptions({}, { enabled: me.data?.role === 'owner' }))
  const source = useQuery(
    trpc.connection.get.queryOptions({ id: from.connection ?? '' }, { enabled: from.connection !== null }),
  )
  const mine = (me.data?.domains ?? []).filter((domain) => domain.role !== 'member')
  const domains = me.data?.role === 'owner' ? (all.data?.items ?? []) : mine
  // Where the data comes from decides; one who publishes for a single domain has nothing to choose.
  const likely = source.data
    ? source.data.domain
    : from.connection === null && !domains[1]
      ? domains[0]?.slug
      : undefined
  const offered = domains.find(({ slug }) => slug === likely)?.slug
  async function send(values: NewProductValues) {
    const { firstDocument } = await import('./first-document')
    const first = { slug: values.slug, yaml: firstDocument(values) }
    const { created } = await client.product.save.mutate({ ...first, dryRun: true })
    if (!created) return `There is a product ${values.slug} already. Choose another address.`
    await client.product.save.mutate(first)
    router.push(beginningOf(`/${org}/products/${values.slug}/edit?step=data`, from))
  }
  const { field, faults, failure, busy, begin } = useBeginning({ domain: offered ?? '', title: title ?? '' }, send)
  return (
    <Page
      crumbs={[{ label: 'Products', href: `/${org}/products` }]}
      title="New product"
      lead="Name it and say what it is for. Data, contract and context come next."
    >
      {me.data && me.data.role !== 'owner' && mine.length === 0 ? (
        <EmptyState title="You publish for no domain">
          Ask the owner of a domain to make you its publisher; then you can make products in it.
        </EmptyState>
      ) : (
        <form onSubmit={begin} className="flex max-w-xl flex-col gap-5" noValidate>
          <Field label="Title" required error={faults.title}>
            <Input autoFocus {...field('title')} />
          </Field>
          <Field label="Address" required hint="How SQL and links name it; it stays." error={faults.slug}>
            <Input className="font-mono" {...field('slug')} />
          </Field>
          <Field label="Purpose" optional hint="One line: what people will use it for.">
            <Textarea rows={2} {...field('purpose')} />
          </Field>
          <Field label="Domain" required error={faults.domain}>
            <Select {...field('domain')}>
              <option value="">Choose</option>
              {domains.map((domain) => (
                <option key={domain.id} value={domain.slug}>
                  {domain.name}
                </option>
              ))}
            </Select>
          </Field>
          <FormError>{failure}</FormError>
          <FormActions>
            <Button type="submit" kind="primary" busy={busy}>
              Begin
            </Button>
          </FormActions>
        </form>
      )}
    </Page>
  )
}

/** Four fields: what was typed, what is wrong with it once it was sent, and what came of sending. */
function useBeginning(
  likely: Pick<NewProductValues, 'domain' | 'title'>,
  send: (values: NewProductValues) => Promise<string | undefined>,
) {
  const [typed, setTyped] = useState<Partial<NewProductValues>>({})
  const [faults, setFaults] = useState<Partial<NewProductValues>>({})
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const values = { ...likely, slug: slugOf(typed.title ?? likely.title), purpose: '', ...typed }

  async function begin(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    setBusy(true)
    setFailure(undefined)
    try {
      const found = (await import('./new-product-rules')).newProductFaults(values)
      setFaults(found)
      const [first] = Object.keys(found)
      if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
      else setFailure(await send({ ...values, title: values.title.trim(), purpose: values.purpose.trim() }))
    } catch (error) {
      setFailure(problemsOf(error)[0]?.message)
    } finally {
      setBusy(false)
    }
  }
  function field(name: keyof NewProductValues) {
    return {
      name,
      value: values[name],
      onChange: ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => {
        setTyped({ ...typed, [name]: target.value })
        setFaults({ ...faults, [name]: undefined })
      },
    }
  }
  return { field, faults, failure, busy, begin }
}
