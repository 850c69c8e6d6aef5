'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Sheet } from '@/components/ui/dialog'
import { Field, FormError } from '@/components/ui/field'
import { count, counted } from '@/components/ui/format'
import { Select } from '@/components/ui/input'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { toast } from '@/components/ui/toast'
import type { AppRouter } from '@/server/api/root'

type Found = inferRouterOutputs<AppRouter>['member']['handOver']
const kinds = ['owns', 'approves', 'sponsors', 'holds'] as const
type Kind = (typeof kinds)[number]

/** What somebody who leaves has in their hands, and who takes it over. */
export function HandOverSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const found = useQuery(trpc.member.handOver.queryOptions({ id }))
  const people = useQuery(trpc.member.list.queryOptions({}))
  const take = useMutation(trpc.member.takeOver.mutationOptions())
  const [to, setTo] = useState('')
  const [what, setWhat] = useState<Kind[]>([...kinds])
  const turn = (kind: Kind) => (on: boolean) => setWhat(kinds.filter((one) => (one === kind ? on : what.includes(one))))
  const send = async () => {
    await take.mutateAsync({ id, what, ...(to && { to }) })
    await queries.invalidateQueries()
    toast('Handed over')
    onClose()
  }
  const needsHeir = what.some((kind) => kind !== 'holds')
  const heirs = people.data?.items.filter((one) => one.id !== id && one.state === 'active') ?? []
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Hand over from ${found.data?.member.name ?? '…'}`}
      description="What they own, decide and sponsor goes to a colleague, each kind by itself. What they hold ends: a right is nobody’s to inherit."
      footer={
        <Button
          kind="primary"
          busy={take.isPending}
          disabled={what.length === 0 || (needsHeir && !to)}
          onClick={() => void send().catch(() => undefined)}
        >
          Hand over
        </Button>
      }
    >
      {found.isError && (
        <ErrorState title="The hand-over could not be read" error={found.error} retry={() => void found.refetch()} />
      )}
      {!found.data && !found.isError && <SkeletonRows rows={4} />}
      {found.data && (
        <div className="flex flex-col gap-5">
          {kinds.map((kind) => (
            <Part
              key={kind}
              label={labels[kind]}
              items={itemsOf(found.data)[kind]}
              checked={what.includes(kind)}
              onChange={turn(kind)}
            />
          ))}
          {found.data.asked.length > 0 && (
            <p className="text-muted text-sm">
              {counted(found.data.asked.length, 'request')} of theirs {found.data.asked.length === 1 ? 'is' : 'are'}{' '}
              undecided; they time out, or are rejected.
            </p>
          )}
          <Field
            label="Who takes over"
            optional={!needsHeir}
            hint={
              people.isSuccess && heirs.length === 0 ? 'Nobody else is active here: invite somebody first.' : undefined
            }
          >
            <Select value={to} onChange={({ target }) => setTo(target.value)}>
              <option value="">Choose a colleague</option>
              {heirs.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
          </Field>
          <FormError>{take.error?.message}</FormError>
        </div>
      )}
    </Sheet>
  )
}

const labels: Record<Kind, string> = { owns: 'Owns', approves: 'Approves', sponsors: 'Sponsors', holds: 'Holds (ends)' }

/** What there is of each kind, a line for each thing. */
const itemsOf = ({ owns, approves, sponsors, holds }: Found): Record<Kind, { key: string; line: ReactNode }[]> => ({
  owns: owns.map(({ slug, title }) => ({ key: slug, line: <Named name={title} short={slug} /> })),
  approves: approves.map(({ slug, name, role, last }) => ({
    key: slug,
    line: (
      <>
        {name}, as {role}
        {last && <span className="text-warn-text">, the last there who does</span>}
      </>
    ),
  })),
  sponsors: sponsors.map(({ id, name }) => ({ key: id, line: name })),
  holds: holds.map(({ id, productTitle, port }) => ({ key: id, line: <Named name={productTitle} short={port} /> })),
})

const Named = ({ name, short }: { name: string; short: string }) => (
  <>
    {name} <span className="font-mono text-muted">{short}</span>
  </>
)

type PartProps = {
  label: string
  items: { key: string; line: ReactNode }[]
  checked: boolean
  onChange: ComponentProps<typeof Checkbox>['onChange']
}
function Part({ label, items, checked, onChange }: PartProps) {
  const counted = (
    <>
      {label} <span className="tabular font-normal text-muted">{count(items.length)}</span>
    </>
  )
  return (
    <section>
      <h3 className="font-medium">
        <Checkbox checked={checked} onChange={onChange} label={counted} />
      </h3>
      <ul className="ml-6 text-sm">
        {items.length === 0 && <li className="text-muted">Nothing</li>}
        {items.map(({ key, line }) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
