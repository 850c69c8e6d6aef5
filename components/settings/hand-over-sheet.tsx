'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { type ReactNode, useState } from 'react'
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
          <Owns
            found={found.data}
            box={
              <Checkbox
                checked={what.includes('owns')}
                onChange={turn('owns')}
                label={<Counted label="Owns" of={found.data.owns} />}
              />
            }
          />
          <Approves
            found={found.data}
            box={
              <Checkbox
                checked={what.includes('approves')}
                onChange={turn('approves')}
                label={<Counted label="Approves" of={found.data.approves} />}
              />
            }
          />
          <Sponsors
            found={found.data}
            box={
              <Checkbox
                checked={what.includes('sponsors')}
                onChange={turn('sponsors')}
                label={<Counted label="Sponsors" of={found.data.sponsors} />}
              />
            }
          />
          <Holds
            found={found.data}
            box={
              <Checkbox
                checked={what.includes('holds')}
                onChange={turn('holds')}
                label={<Counted label="Holds (ends)" of={found.data.holds} />}
              />
            }
          />
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

const Counted = ({ label, of }: { label: string; of: unknown[] }) => (
  <>
    {label} <span className="tabular font-normal text-muted">{count(of.length)}</span>
  </>
)

function Part({ box, empty, children }: { box: ReactNode; empty: boolean; children: ReactNode }) {
  return (
    <section>
      <h3 className="font-medium">{box}</h3>
      <ul className="ml-6 text-sm">{empty ? <li className="text-muted">Nothing</li> : children}</ul>
    </section>
  )
}

function Owns({ found, box }: { found: Found; box: ReactNode }) {
  return (
    <Part box={box} empty={found.owns.length === 0}>
      {found.owns.map(({ slug, title }) => (
        <li key={slug}>
          {title} <span className="font-mono text-muted">{slug}</span>
        </li>
      ))}
    </Part>
  )
}

function Approves({ found, box }: { found: Found; box: ReactNode }) {
  return (
    <Part box={box} empty={found.approves.length === 0}>
      {found.approves.map(({ slug, name, role, last }) => (
        <li key={slug}>
          {name}, as {role}
          {last && <span className="text-warn-text">, the last there who does</span>}
        </li>
      ))}
    </Part>
  )
}

function Sponsors({ found, box }: { found: Found; box: ReactNode }) {
  return (
    <Part box={box} empty={found.sponsors.length === 0}>
      {found.sponsors.map(({ id, name }) => (
        <li key={id}>{name}</li>
      ))}
    </Part>
  )
}

function Holds({ found, box }: { found: Found; box: ReactNode }) {
  return (
    <Part box={box} empty={found.holds.length === 0}>
      {found.holds.map((grant) => (
        <li key={grant.id}>
          {grant.productTitle} <span className="font-mono text-muted">{grant.port}</span>
        </li>
      ))}
    </Part>
  )
}
