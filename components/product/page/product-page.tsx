'use client'

import dynamic from 'next/dynamic'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { ReactNode } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { readsByRole } from '@/components/frame/nav'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { day } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Page } from '@/components/ui/page'
import { PartialNote } from '@/components/ui/states'
import { Badge } from '@/components/ui/status'
import { type Tab, Tabs } from '@/components/ui/tabs'
import type { ProductShape } from '@/server/product/schema'
import { Facts } from './facts'
import { bestOf, type PortAccess } from './my-access'
import { type PortProfiles, Ports } from './ports'
import { stateWords } from './words'

const Answers = dynamic(() => import('./answers').then((part) => part.Answers))
const Quality = dynamic(() => import('./quality').then((part) => part.Quality))
const UseIt = dynamic(() => import('./use-it').then((part) => part.UseIt))
const Versions = dynamic(() => import('./versions').then((part) => part.Versions))

const tabs = ['data', 'quality', 'use', 'versions', 'people'] as const

/** One product, for who might use it. */
export function ProductPage({
  product,
  access,
  origin,
  profiles,
  deciders,
  holders,
  emergency = false,
  sheet,
}: {
  product: ProductShape
  access: PortAccess[]
  origin: string
  profiles?: Record<string, PortProfiles>
  /** Who may decide a request, by name. */
  deciders: string[]
  /** Who holds it, for those who may know. */
  holders?: ReactNode
  /** This person may take access at once, in an emergency. */
  emergency?: boolean
  /** The request sheet, or the emergency's; open while the address says so. */
  sheet?: (asked: string | null, close: () => void) => ReactNode
}) {
  const { org, viewer } = useFrame()
  const [address, set] = useQueryStates({ tab: parseAsStringLiteral(tabs).withDefault('data'), request: parseAsString })
  const queryHref = (sql: string) => `/${org.slug}/query?sql=${encodeURIComponent(sql)}`
  const useHref =
    product.type === 'context' ? `/${org.slug}/context?product=${product.slug}` : queryHref(firstSql(product))
  const best = bestOf(access)?.state
  const [held, asked] = [best === 'held', best === 'asked']
  const askable = product.status === 'published' || product.status === 'deprecated'
  const ask = () => void set({ request: '1' })
  const content: Record<(typeof tabs)[number], Omit<Tab, 'value'>> = {
    data: { label: 'Data', content: <Ports product={product} profiles={profiles} access={access} /> },
    quality: { label: 'Quality', count: product.checks.length, content: <Quality product={product} access={access} /> },
    use: {
      label: 'Use it',
      content: (
        <UseIt product={product} origin={origin} tokensHref={`/${org.slug}/settings/tokens`} queryHref={queryHref} />
      ),
    },
    versions: { label: 'Versions', count: product.versions.length, content: <Versions product={product} /> },
    people: { label: 'Who holds it', content: holders },
  }
  const absent = [!holders && 'people', product.ports.length === 0 && 'use']
  return (
    <Page
      wide
      crumbs={[{ label: 'Catalog', href: `/${org.slug}/catalog` }]}
      title={product.title}
      lead={product.purpose}
      aside={product.status !== 'published' && <Badge tone="warn">{stateWords[product.status]}</Badge>}
      action={
        <>
          {readsByRole(viewer, product.domain.slug) && (
            <ButtonLink href={`/${org.slug}/products/${product.slug}/edit`}>Edit</ButtonLink>
          )}
          {emergency && askable && (
            <Button kind="quiet" onClick={() => void set({ request: 'emergency' })}>
              Emergency
            </Button>
          )}
          {held && (
            <ButtonLink kind="primary" href={useHref}>
              {product.type === 'context' ? 'Search it' : 'Query it'}
            </ButtonLink>
          )}
          {!held && asked && <ButtonLink href={`/${org.slug}/access?show=requests`}>Your request</ButtonLink>}
          {!held && !asked && askable && (
            <Button kind="primary" onClick={ask}>
              Request access
            </Button>
          )}
        </>
      }
    >
      <Ending product={product} base={`/${org.slug}/catalog`} />
      <Answers
        product={product}
        access={access}
        deciders={deciders}
        queryHref={useHref}
        onUse={() => void set({ tab: 'use' })}
      />
      <div className="grid min-w-0 gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_17rem]">
        <Tabs
          label="About this product"
          value={address.tab}
          onChange={(tab) => void set({ tab: tab as (typeof tabs)[number] })}
          tabs={tabs.filter((value) => !absent.includes(value)).map((value) => ({ value, ...content[value] }))}
        />
        <Facts product={product} demo={org.demo} />
      </div>
      {sheet?.(address.request, () => void set({ request: null }))}
    </Page>
  )
}

function Ending({ product, base }: { product: ProductShape; base: string }) {
  const { ending } = product
  if (!ending) return null
  return (
    <div className="mb-6">
      <PartialNote>
        {ending.note}
        {ending.endsAt && ` It ends on ${day(ending.endsAt)}.`}
        {ending.replacement && (
          <>
            {' '}
            Use <Link href={`${base}/${ending.replacement}`}>{ending.replacement}</Link> instead.
          </>
        )}
      </PartialNote>
    </div>
  )
}

function firstSql(product: ProductShape) {
  const port = product.ports[0]
  const object = port && port.objects.length > 1 ? `."${port.objects[0]?.name}"` : ''
  return `select *\nfrom "${product.slug}"."${port?.name ?? ''}"${object}\nlimit 100`
}
