'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { useTRPC, useTRPCClient } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field, FormActions, FormError } from '@/components/ui/field'
import { Input, Select, Textarea } from '@/components/ui/input'
import { Page } from '@/components/ui/page'
import { EmptyState } from '@/components/ui/states'
import { type Beginning, beginningOf } from './beginning'
import type { NewProductValues, newProductRules } from './new-product-rules'
import { problemsOf } from './problems-of'

const rules: typeof newProductRules = async (...given) =>
  (await import('./new-product-rules')).newProductRules(...given)

const slugOf = (title: string) =>
  title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)

/** A name, a purpose and a domain are enough to begin. */
export function NewProduct({ org, from }: { org: string; from: Beginning }) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const router = useRouter()
  const me = useQuery(trpc.organisation.me.queryOptions({}))
  const all = useQuery(trpc.domain.list.queryOptions({}, { enabled: me.data?.role === 'owner' }))
  const source = useQuery(
    trpc.connection.get.queryOptions({ id: from.connection ?? '' }, { enabled: from.connection !== null }),
  )
  const [failure, setFailure] = useState<string>()
  const { register, handleSubmit, getValues, setValue, formState } = useForm({
    resolver: rules,
    defaultValues: { title: '', slug: '', purpose: '', domain: '' },
  })
  const mine = (me.data?.domains ?? []).filter((domain) => domain.role !== 'member')
  const domains = me.data?.role === 'owner' ? (all.data?.items ?? []) : mine
  const { errors, isSubmitting, dirtyFields } = formState
  // Where the data comes from decides; one who publishes for a single domain has nothing to choose.
  const likely = source.data
    ? source.data.domain
    : from.connection === null && !domains[1]
      ? domains[0]?.slug
      : undefined
  const offered = domains.find(({ slug }) => slug === likely)?.slug
  useEffect(() => {
    if (offered && !getValues('domain')) setValue('domain', offered)
  }, [offered, getValues, setValue])
  async function begin(values: NewProductValues) {
    setFailure(undefined)
    try {
      const { firstDocument } = await import('./first-document')
      const first = { slug: values.slug, yaml: firstDocument(values) }
      const { created } = await client.product.save.mutate({ ...first, dryRun: true })
      if (!created) return setFailure(`There is a product ${values.slug} already. Choose another address.`)
      await client.product.save.mutate(first)
      router.push(beginningOf(`/${org}/products/${values.slug}/edit?step=data`, from))
    } catch (error) {
      setFailure(problemsOf(error)[0]?.message)
    }
  }
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
        <form onSubmit={handleSubmit(begin)} className="flex max-w-xl flex-col gap-5" noValidate>
          <Field label="Title" required error={errors.title?.message}>
            <Input
              autoFocus
              {...register('title', {
                onChange: (event) => !dirtyFields.slug && setValue('slug', slugOf(event.target.value)),
              })}
            />
          </Field>
          <Field label="Address" required hint="How SQL and links name it; it stays." error={errors.slug?.message}>
            <Input className="font-mono" {...register('slug')} />
          </Field>
          <Field label="Purpose" optional hint="One line: what people will use it for.">
            <Textarea rows={2} {...register('purpose')} />
          </Field>
          <Field label="Domain" required error={errors.domain?.message}>
            <Select {...register('domain')}>
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
            <Button type="submit" kind="primary" busy={isSubmitting}>
              Begin
            </Button>
          </FormActions>
        </form>
      )}
    </Page>
  )
}
