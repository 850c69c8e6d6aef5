'use client'

import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { parseAsString, useQueryStates } from 'nuqs'
import { useState } from 'react'
import { ProductChoice } from '@/components/catalog/product-choice'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Page } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Pack } from './pack'

const DAY = 86_400_000 // ms
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** An evidence pack of a period or a product, to read, print or take along. */
export function Evidence() {
  const trpc = useTRPC()
  const { org } = useFrame()
  const [today] = useState(() => Date.now())
  const [address, set] = useQueryStates(
    {
      from: parseAsString.withDefault(dayOf(today - 90 * DAY)),
      to: parseAsString.withDefault(dayOf(today)),
      product: parseAsString.withDefault(''),
    },
    { history: 'replace', throttleMs: 300 },
  )
  const ask = {
    from: `${address.from}T00:00:00Z`,
    to: `${address.to}T23:59:59Z`,
    ...(address.product && { product: address.product }),
  }
  const query = useQuery(trpc.audit.evidence.queryOptions(ask, { retry: false, staleTime: 60_000 }))
  return (
    <Page
      wide
      crumbs={[{ label: 'Audit', href: `/${org.slug}/audit` }]}
      title="Evidence"
      lead="Who asked, who decided and why, what was given under which policy, and the chain that all of it stands in."
      action={
        <>
          <Button icon={<Printer />} onClick={() => window.print()}>
            Print
          </Button>
          <a
            href={`/api/v1/evidence?${new URLSearchParams({ ...ask, format: 'csv' })}`}
            download
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-raised px-3 font-medium hover:bg-hover"
          >
            <Download aria-hidden className="size-4" />
            CSV
          </a>
        </>
      }
    >
      <div className="mb-8 grid max-w-2xl gap-4 sm:grid-cols-3 print:hidden">
        <Field label="From">
          <Input type="date" value={address.from} onChange={({ target }) => void set({ from: target.value || null })} />
        </Field>
        <Field label="To">
          <Input type="date" value={address.to} onChange={({ target }) => void set({ to: target.value || null })} />
        </Field>
        <Field label="Product">
          <ProductChoice
            any="All products"
            value={address.product}
            onChange={(product) => void set({ product: product || null })}
          />
        </Field>
      </div>
      {query.isError && (
        <ErrorState title="The evidence could not be gathered" error={query.error} retry={() => void query.refetch()} />
      )}
      {!query.data && !query.isError && <SkeletonRows label="Gathering the evidence, and verifying the chain" />}
      {query.data && 'requests' in query.data && <Pack pack={query.data} />}
    </Page>
  )
}
