import NextLink from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { cn } from './cn'
import { TopLineEnd } from './top-line-end'

export type Crumb = { label: string; href?: string }

/**
 * A page: its top line (breadcrumb left, the one primary action right) and, under it, its title and body.
 * `wide` is for tables, editors and split views; the rest stays at a width one can read.
 */
export function Page({
  crumbs,
  title,
  action,
  lead,
  aside,
  wide = false,
  children,
}: {
  crumbs?: Crumb[]
  title: string
  /** The page's one primary action; secondary ones go before it, quiet. */
  action?: ReactNode
  /** One line under the title. */
  lead?: ReactNode
  /** Beside the title: a status, a version. */
  aside?: ReactNode
  wide?: boolean
  children: ReactNode
}) {
  return (
    <>
      <TopLine crumbs={[...(crumbs ?? []), { label: title }]} action={action} />
      <div className={cn('mx-auto w-full px-4 pt-6 pb-16 sm:px-8', wide ? 'max-w-[1600px]' : 'max-w-5xl')}>
        <PageHeader title={title} lead={lead} aside={aside} />
        {children}
      </div>
    </>
  )
}

/** The line that stays on top while the page scrolls. Under 768 px the rail's button stands at its left. */
export function TopLine({ crumbs, action }: { crumbs: Crumb[]; action?: ReactNode }) {
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-line border-b bg-surface/95 px-4 backdrop-blur-sm max-md:pl-14 sm:px-8">
      <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
        <ol className="flex min-w-0 items-center gap-1.5 text-sm">
          {crumbs.map((crumb, place) => (
            <Fragment key={`${crumb.label}${crumb.href ?? ''}`}>
              {place > 0 && (
                <li aria-hidden className="text-edge max-sm:hidden">
                  /
                </li>
              )}
              <li className={cn('truncate', place < crumbs.length - 1 && 'shrink-0 max-sm:hidden')}>
                {crumb.href ? (
                  <NextLink href={crumb.href} className="rounded-sm py-1 text-muted hover:text-text">
                    {crumb.label}
                  </NextLink>
                ) : (
                  <span aria-current={place === crumbs.length - 1 ? 'page' : undefined}>{crumb.label}</span>
                )}
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      <div className="flex shrink-0 items-center gap-2 empty:hidden">
        {action}
        <TopLineEnd />
      </div>
    </header>
  )
}

/** The page's name, large, with what one should know before reading on. */
export function PageHeader({ title, lead, aside }: { title: ReactNode; lead?: ReactNode; aside?: ReactNode }) {
  return (
    <div className="mb-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 text-balance break-words text-xl tracking-[-0.01em]">{title}</h1>
        {aside}
      </div>
      {lead && <div className="mt-1 max-w-read text-pretty text-muted">{lead}</div>}
    </div>
  )
}

/** A part of a page under its own heading. */
export function Section({
  title,
  lead,
  action,
  id,
  className,
  children,
}: {
  title: ReactNode
  lead?: ReactNode
  action?: ReactNode
  id?: string
  className?: string
  children: ReactNode
}) {
  return (
    <section id={id} className={cn('mt-10 min-w-0 scroll-mt-16 first:mt-0', className)}>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg">{title}</h2>
          {lead && <p className="max-w-read text-muted">{lead}</p>}
        </div>
        {action && <div className="flex items-center gap-2">{action}</div>}
      </div>
      {children}
    </section>
  )
}

/** Facts as term and value, in as many columns as fit. */
export function KeyValue({
  items,
  stacked = false,
  className,
}: {
  items: { label: string; value: ReactNode }[]
  stacked?: boolean
  className?: string
}) {
  return (
    <dl
      className={cn(
        stacked ? 'grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-x-6 gap-y-4' : 'divide-y divide-line',
        className,
      )}
    >
      {items.map((item) => (
        <div
          key={item.label}
          className={cn('min-w-0', !stacked && 'grid grid-cols-[9rem_minmax(0,1fr)] gap-3 py-2 first:pt-0 last:pb-0')}
        >
          <dt className="text-muted text-sm">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
