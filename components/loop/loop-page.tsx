'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useQueryStates } from 'nuqs'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Switch } from '@/components/ui/choice'
import { Select } from '@/components/ui/input'
import { Page } from '@/components/ui/page'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { EVERY, loopAddress, type Shown, standingInputOf } from './address'
import { IncidentList } from './incident-list'
import { standingSentence } from './standing-sentence'

const Numbers = dynamic(() => import('./numbers').then((part) => part.Numbers))
const Matrix = dynamic(() => import('./matrix').then((part) => part.Matrix))

const parts: { show: Shown; label: string }[] = [
  { show: 'open', label: 'Open' },
  { show: 'resolved', label: 'Resolved' },
]

/** How things stand in one sentence, what needs somebody, how well it goes, and every promise. */
export function LoopPage() {
  const [{ show, domain, stands, live }, set] = useQueryStates(loopAddress, { history: 'replace' })
  const query = useQuery(
    useTRPC().standing.get.queryOptions(standingInputOf(domain), { refetchInterval: live && EVERY }),
  )
  const all = () => void set({ domain: null })
  const { domains } = useFrame()
  return (
    <Page wide title="Loop" lead={query.data ? standingSentence(query.data) : query.isError ? undefined : ' '}>
      <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-2">
        <Select
          aria-label="Domain"
          className="w-48"
          value={domain ?? ''}
          onChange={({ target }) => void set({ domain: target.value || null })}
        >
          <option value="">All domains</option>
          {Object.entries(domains).map(([slug, name]) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </Select>
        <Live on={live} failed={query.isError} onChange={(on) => void set({ live: on })} />
        <Sheets domain={domain} />
      </div>
      <Tabs
        label="Incidents"
        value={show}
        onChange={(value) => void set({ show: value as Shown })}
        tabs={parts.map(({ show: value, label }) => ({
          value,
          label,
          count: value === 'open' ? query.data?.open.total : undefined,
          content: <IncidentList show={value} domain={domain} live={live} onAll={all} />,
        }))}
      />
      <div className="mt-10">
        {query.data?.promises.watched === 0 ? null : query.data ? (
          <Numbers standing={query.data} onDomain={(slug) => void set({ domain: slug })} />
        ) : query.isError ? (
          <ErrorState title="The numbers could not be read" error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-40" />
        )}
      </div>
      <div className="mt-10">
        <Matrix
          domain={domain}
          stands={stands}
          live={live}
          onStands={(value) => void set({ stands: value })}
          onAll={all}
        />
      </div>
    </Page>
  )
}

/** The same as sheets, to take along. */
function Sheets({ domain }: { domain: string | null }) {
  return (
    <span className="flex flex-wrap gap-x-4 text-sm">
      {(['promises', 'incidents'] as const).map((what) => (
        <a
          key={what}
          download
          href={`/api/v1/loop/export?${new URLSearchParams({ what, ...(domain && { domain }) })}`}
          className="inline-flex min-h-6 items-center gap-1.5 text-accent-text underline decoration-accent/40 underline-offset-[3px] hover:decoration-accent"
        >
          <Download aria-hidden className="size-4" />
          {what === 'promises' ? 'Promises as CSV' : 'Incidents as CSV'}
        </a>
      ))}
    </span>
  )
}

/** Says whether the page reads itself again, and lets one stop it. */
function Live({ on, failed, onChange }: { on: boolean; failed: boolean; onChange: (on: boolean) => void }) {
  return (
    <span className="flex min-w-0 items-center gap-2 text-muted text-sm">
      <Switch checked={on} onChange={onChange} label="Live" />
      {!on ? (
        'Not live: it stays as it was read'
      ) : failed ? (
        <Status tone="warn">Could not be read; tried every {EVERY / 1000} s</Status>
      ) : (
        `Live: read again every ${EVERY / 1000} s`
      )}
    </span>
  )
}
