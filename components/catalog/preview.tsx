'use client'

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { ContextBlock } from '@/components/product/page/context-block'
import { PortMarks } from '@/components/product/page/port-marks'
import { promiseTones } from '@/components/product/page/words'
import { useTRPC } from '@/components/trpc'
import { IconButton } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { counted } from '@/components/ui/format'
import { KeyValue } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Badge, Status } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'

/** The selected product beside the list, enough to decide whether to open it. */
export function Preview({
  slug,
  href,
  onOpen,
  onClose,
}: {
  slug: string
  href: string
  onOpen: () => void
  onClose: () => void
}) {
  const trpc = useTRPC()
  const query = useQuery(trpc.product.get.queryOptions({ slug }))
  return (
    <aside
      aria-label="Preview"
      className="sticky top-12 hidden h-[calc(100dvh-3rem)] w-80 xl:w-96 shrink-0 animate-slide-left overflow-y-auto border-line border-l bg-raised p-6 lg:block"
    >
      <div className="mb-4 flex items-start gap-2">
        <h2 className="min-w-0 flex-1 pt-1 text-lg leading-6">{query.data?.title ?? slug}</h2>
        <IconButton label="Close the preview" keys="space" onClick={onClose} className="-mr-2">
          <X />
        </IconButton>
      </div>
      {query.isError && <ErrorState title="No preview" error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={5} />}
      {query.data && <Inside product={query.data} href={href} onOpen={onOpen} />}
    </aside>
  )
}

function Inside({ product, href, onOpen }: { product: ProductShape; href: string; onOpen: () => void }) {
  return (
    <div className="flex flex-col gap-5">
      <p className="text-muted">{product.purpose}</p>
      <ButtonLink kind="primary" href={href} onClick={onOpen} className="self-start">
        Open
      </ButtonLink>
      <KeyValue
        items={[
          { label: 'Today', value: <Status tone={promiseTones[product.promise.state]}>{product.promise.text}</Status> },
          { label: 'Domain', value: product.domain.name },
          { label: 'Owner', value: product.owner.name },
          { label: 'Version', value: product.version },
          ...(product.tags.length > 0
            ? [
                {
                  label: 'Tags',
                  value: (
                    <span className="flex flex-wrap gap-1">
                      {product.tags.map((tag) => (
                        <Badge key={tag}>{tag}</Badge>
                      ))}
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      {product.ports.map((port) => (
        <section key={port.name} className="flex flex-col gap-2">
          <h3 className="font-mono text-sm">{port.name}</h3>
          <PortMarks of={product.portMarks.filter((mark) => mark.port === port.name)} named={false} />
          <ul className="flex flex-col gap-1 text-muted text-sm">
            {port.objects.map((object) => (
              <li key={object.name} className="tabular">
                {object.name}: {counted(object.columns.length, 'column')}
                {object.pointer && `, ${counted(object.pointer.rows, 'row')}`}
              </li>
            ))}
          </ul>
          <ContextBlock context={port.context} brief />
        </section>
      ))}
    </div>
  )
}
