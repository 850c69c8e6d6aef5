'use client'

import { useQuery } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useQueryState } from 'nuqs'
import { useMemo, useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { Button } from '@/components/ui/button'
import { ButtonLink } from '@/components/ui/button-link'
import { CodeEditor } from '@/components/ui/code-editor'
import { Select } from '@/components/ui/input'
import { Kbd } from '@/components/ui/kbd'
import { TopLine } from '@/components/ui/page'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import { Tabs } from '@/components/ui/tabs'
import type { ReadablePort } from '@/server/serve/schema'
import { completionsOf } from './completions'
import { PortsPanel } from './ports-panel'
import { RunView } from './run-view'
import { TakeAlong } from './take-along'
import { useRun } from './use-run'

const History = dynamic(() => import('./history').then((part) => part.History))

/** SQL over the ports one holds: write, run, look, take along. */
export function QueryPage() {
  const { org } = useFrame()
  const trpc = useTRPC()
  const ports = useQuery(
    trpc.serve.ports.queryOptions({}, { select: ({ items }) => items.filter(({ shows }) => shows === 'rows') }),
  )
  return (
    <>
      <TopLine crumbs={[{ label: 'Query' }]} />
      <h1 className="sr-only">Query</h1>
      {ports.isPending ? (
        <SkeletonRows />
      ) : ports.isError ? (
        <ErrorState
          className="m-8"
          title="The ports you hold could not be listed"
          error={ports.error}
          retry={() => ports.refetch()}
        />
      ) : ports.data.length === 0 ? (
        <NothingHeld catalog={`/${org.slug}/catalog`} />
      ) : (
        <Console ports={ports.data} />
      )}
    </>
  )
}

function NothingHeld({ catalog }: { catalog: string }) {
  return (
    <div className="mx-auto max-w-5xl px-4 pt-6 sm:px-8">
      <EmptyState
        title="You hold no port yet"
        action={
          <ButtonLink kind="primary" href={catalog}>
            Find a product
          </ButtonLink>
        }
      >
        Here you write SQL over every port you hold, of all products at once. Find a product in the catalog, ask for
        access with a purpose, and its ports appear here as tables once its owner agrees.
      </EmptyState>
    </div>
  )
}

function Console({ ports }: { ports: ReadablePort[] }) {
  const [address, setAddress] = useQueryState('sql', { history: 'replace' })
  const [view, setView] = useQueryState('view', { defaultValue: 'result' })
  const [sql, setSql] = useState(address ?? starter(ports))
  const [purpose, setPurpose] = useState<string>()
  const { run, start, cancel } = useRun()
  const completions = useMemo(() => completionsOf(ports), [ports])
  const purposes = [...new Set(ports.flatMap((port) => port.purpose ?? []))].sort()
  const running = run.state === 'running'

  function go(text: string) {
    if (text.trim() === '') return
    void setAddress(text.length < 4_000 ? text : null)
    void setView('result')
    void start(text, purpose)
  }

  return (
    <div className="mx-auto flex w-full max-w-[1600px] items-start max-lg:flex-col max-lg:items-stretch">
      <PortsPanel ports={ports} onPick={(text) => setSql((before) => `${before.trimEnd()} ${text}`)} onQuery={setSql} />
      <div className="flex min-w-0 flex-1 flex-col gap-3 px-4 pt-5 pb-16 sm:px-8">
        <CodeEditor
          value={sql}
          onChange={setSql}
          language="sql"
          label="SQL"
          completions={completions}
          onRun={go}
          height={220}
          placeholder={'select * from "product"."port"'}
        />
        <div className="flex flex-wrap items-center gap-2">
          {running ? (
            <Button icon={<Square />} onClick={() => void cancel()}>
              Cancel
            </Button>
          ) : (
            <Button kind="primary" icon={<Play />} onClick={() => go(sql)}>
              Run
            </Button>
          )}
          <span className="text-muted text-xs max-sm:hidden">
            <Kbd keys="mod+enter" />
          </span>
          {purposes.length > 1 && (
            <Select
              aria-label="Purpose"
              className="w-44"
              value={purpose ?? ''}
              onChange={(event) => setPurpose(event.target.value || undefined)}
            >
              <option value="">Purpose: choose</option>
              {purposes.map((one) => (
                <option key={one} value={one}>
                  For {one}
                </option>
              ))}
            </Select>
          )}
          <TakeAlong className="ml-auto" sql={sql} purpose={purpose} />
        </div>
        <Tabs
          label="Answer and history"
          value={view}
          onChange={(next) => void setView(next)}
          tabs={[
            { value: 'result', label: 'Result', content: <RunView run={run} /> },
            { value: 'history', label: 'History', content: <History onPick={setSql} /> },
          ]}
        />
      </div>
    </div>
  )
}

/** A first statement that works, so that the first press of Run shows something. */
function starter(ports: ReadablePort[]) {
  const table = ports[0]?.objects[0]?.name.map((part) => `"${part}"`).join('.')
  return table ? `select *\nfrom ${table}\nlimit 100` : ''
}
