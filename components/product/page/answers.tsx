import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { count, counted, day } from '@/components/ui/format'
import { RelativeTime } from '@/components/ui/relative-time'
import { Status } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'
import { bestOf, type PortAccess } from './my-access'
import { PortMarks } from './port-marks'
import { promiseTones } from './words'

/** May I use it, is it good today, how do I use it: answered before one scrolls. */
export function Answers({
  product,
  access,
  deciders,
  queryHref,
  onUse,
}: {
  product: ProductShape
  access: PortAccess[]
  deciders: string[]
  queryHref: string
  onUse: () => void
}) {
  const mine = bestOf(access)
  const held = mine?.state === 'held'
  return (
    <dl className="mb-8 grid divide-y divide-line rounded-md border border-line bg-raised md:grid-cols-3 md:divide-x md:divide-y-0">
      <Answer question="May I use it?">
        <MayI product={product} mine={mine} decides={whoDecides(deciders, product.domain.name)} />
      </Answer>
      <Answer question="Is it good today?">
        <Status tone={promiseTones[product.promise.state]}>{product.promise.text}</Status>
        <div className="flex flex-col items-start">
          <PortMarks of={product.portMarks} />
        </div>
        <p className="mt-1 text-muted text-sm">
          {product.promise.checks > 0
            ? `${count(product.promise.checks - product.promise.failing)} of ${counted(product.promise.checks, 'check')} hold`
            : product.checkedAt
              ? 'Its contract promises nothing that can be measured'
              : 'Its promises are measured once it is published'}
          {product.checkedAt && (
            <>
              , looked at <RelativeTime at={product.checkedAt} />
            </>
          )}
          .
        </p>
      </Answer>
      <Answer question="How do I use it?">
        <p className="text-muted text-sm">
          {product.ports.length === 0
            ? 'It shows no data yet.'
            : product.type === 'context'
              ? 'Searched by its words, here or by a script or an agent, once held.'
              : held
                ? 'In SQL here, from a script by token, or as a file.'
                : 'In SQL, over the API or as a file, once held.'}
        </p>
        <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
          {held && (
            <ButtonLink size="sm" href={queryHref}>
              {product.type === 'context' ? 'Search it' : 'Query it'}
            </ButtonLink>
          )}
          {product.ports.length > 0 && (
            <Button size="sm" onClick={onUse}>
              Show me how
            </Button>
          )}
        </div>
      </Answer>
    </dl>
  )
}

function Answer({ question, children }: { question: string; children: ReactNode }) {
  return (
    <div className="min-w-0 p-4">
      <dt className="mb-1.5 text-muted text-xs">{question}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}

/** "Ines Aldana or Marco Reyes decides", else who publishes for the domain. */
function whoDecides(deciders: string[], domain: string) {
  if (deciders.length === 0) return `An owner of ${domain} decides`
  return `${new Intl.ListFormat('en', { type: 'disjunction' }).format(deciders.slice(0, 3))} decides`
}

function MayI({ product, mine, decides }: { product: ProductShape; mine: PortAccess | undefined; decides: string }) {
  if (mine?.state === 'held')
    return (
      <>
        <Status tone="ok">Yes{mine.until ? `, until ${day(mine.until)}` : ''}</Status>
        <p className="mt-1 text-muted text-sm">
          {mine.byRole ? `By your role in ${product.domain.name}.` : mine.purpose && `For ${mine.purpose}.`}
        </p>
      </>
    )
  if (mine?.state === 'asked')
    return (
      <>
        <Status tone="info">You have asked</Status>
        <p className="mt-1 text-muted text-sm">{decides}. You will be told.</p>
      </>
    )
  if (product.status === 'retired' || product.status === 'draft')
    return (
      <Status tone="neutral">{product.status === 'retired' ? 'No, it is retired' : 'Not yet, it is a draft'}</Status>
    )
  return (
    <>
      <Status tone="neutral">Not yet</Status>
      <p className="mt-1 text-muted text-sm">You can ask. {decides}.</p>
    </>
  )
}
