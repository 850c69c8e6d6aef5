'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useTRPC } from '@/components/trpc'
import { Page } from '@/components/ui/page'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import { EndCalendar } from './end-calendar'
import { EndedGrants } from './ended-grants'
import { HeldGrants } from './held-grants'
import { MyRequests } from './my-requests'

const shows = ['held', 'requests', 'calendar', 'ended'] as const
const MOST = 200
const waits = ['draft', 'submitted', 'info_needed']

const moving = ['pending', 'provisioning', 'unverified', 'deprovisioning']
const LOOK_AGAIN = 1_500 // ms
/** A grant that is on its way into a source, or out of it, is looked at again by itself. */
const whileUnderWay = (query: { state: { data?: { items: { state: string; delivery: string }[] } } }) =>
  query.state.data?.items.some(({ state, delivery }) => delivery === 'source' && moving.includes(state))
    ? LOOK_AGAIN
    : false

/** What one holds and until when, what one has asked for, and what has ended and why. */
export function MyAccess() {
  const trpc = useTRPC()
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(shows).withDefault('held'))
  const grants = useQuery(trpc.grant.list.queryOptions({ mine: true, limit: MOST }, { refetchInterval: whileUnderWay }))
  const requests = useQuery(trpc.access.list.queryOptions({ box: 'mine', limit: MOST }))
  const dormant = useQuery(trpc.grant.dormant.queryOptions({ mine: true }))
  const failed = grants.error ?? requests.error
  const again = () => {
    void grants.refetch()
    void requests.refetch()
  }
  const body = () => {
    if (failed) return <ErrorState title="Your access could not be read" error={failed} retry={again} />
    if (!grants.data || !requests.data) return <SkeletonRows label="Loading your access" />
    const held = grants.data.items.filter(({ endedAs }) => !endedAs)
    const ended = grants.data.items.filter(({ endedAs }) => endedAs)
    const open = requests.data.items.filter(({ state }) => waits.includes(state)).length
    const idle = new Map(dormant.data?.items.map(({ grant, because }) => [grant.id, because]))
    return (
      <Tabs
        label="Your access"
        value={show}
        onChange={(next) => void setShow(next as (typeof shows)[number])}
        tabs={[
          { value: 'held', label: 'Held', count: held.length, content: <HeldGrants grants={held} idle={idle} /> },
          {
            value: 'requests',
            label: 'Requests',
            count: open,
            content: <MyRequests requests={requests.data.items} />,
          },
          { value: 'calendar', label: 'Calendar', content: <EndCalendar /> },
          { value: 'ended', label: 'Ended', count: ended.length, content: <EndedGrants grants={ended} /> },
        ]}
      />
    )
  }
  return (
    <Page title="My access" lead="What you may read, for what purpose, and until when.">
      {body()}
    </Page>
  )
}
