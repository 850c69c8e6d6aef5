'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/components/trpc'
import { CodeBlock } from '@/components/ui/code'
import { Sheet } from '@/components/ui/dialog'
import { Section } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Status, StatusShape } from '@/components/ui/status'
import type { AccessGrant, DeliveryShape } from '@/server/access/schema'
import { DeliveryState } from './delivery-state'

/** How somebody's grant stands in its source: what stands open beside it, what is left to run, what can be told of the rest. */
export function DeliverySheet({ grant, onClose }: { grant: AccessGrant; onClose: () => void }) {
  const trpc = useTRPC()
  const query = useQuery(trpc.grant.delivery.queryOptions({ id: grant.id }))
  const found = query.data
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${grant.principalName} in the source`}
      description={`${grant.productTitle}, ${grant.port}${found?.connection ? `, through ${found.connection}` : ''}`}
    >
      <DeliveryState grant={grant} as={grant.principalName} />
      {query.isError && (
        <ErrorState title="Its source could not be told" error={query.error} retry={() => void query.refetch()} />
      )}
      {!found && !query.isError && <SkeletonRows label="Reading how it stands" />}
      {found && <Found found={found} />}
    </Sheet>
  )
}

function Found({ found: { findings, script, inferable } }: { found: DeliveryShape }) {
  const of = (kind: (typeof findings)[number]['kind']) => findings.filter((one) => one.kind === kind)
  return (
    <>
      {script && (
        <Section
          title="For the administrator"
          lead="Stoa may not do this itself. Run it there; the next proof sees it."
        >
          <CodeBlock title="SQL" code={script} />
        </Section>
      )}
      <Findings title="Given by hand" lead="Rights that nobody gave here." tone="bad" of={of('unexplained')} />
      <Findings title="Open to everybody" lead="What any sign-in reaches there." tone="warn" of={of('open_to_all')} />
      <Section title="What else can be told">
        <ul className="list-disc pl-5 text-muted text-sm">
          {inferable.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Section>
    </>
  )
}

type Listed = { title: string; lead: string; tone: 'warn' | 'bad'; of: DeliveryShape['findings'] }

function Findings({ title, lead, tone, of }: Listed) {
  return (
    <Section title={title} lead={lead}>
      {of.length === 0 ? (
        <Status tone="ok">None was found</Status>
      ) : (
        <ul className="flex flex-col gap-1 text-sm">
          {of.map(({ text }) => (
            <li key={text} className="break-words">
              <StatusShape tone={tone} className="mr-1.5 inline" /> {text}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
