'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFrame } from '@/components/frame/frame-context'
import { useTRPC } from '@/components/trpc'
import { ButtonLink } from '@/components/ui/button-link'
import { CodeBlock } from '@/components/ui/code'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState, Skeleton } from '@/components/ui/states'
import { policyTexts } from './policy-texts'

/** A policy by its name; a press shows its words. `text` where they are known, else those of a version are looked up. */
export function PolicyName({ id, text, version }: { id: string; text?: string; version?: number }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        className="min-h-6 break-words rounded-sm text-left text-accent-text underline decoration-accent/40 underline-offset-[3px] hover:decoration-accent"
        onClick={() => setOpen(true)}
      >
        {id}
      </button>
      {open && <PolicyDialog id={id} text={text} version={version} onClose={() => setOpen(false)} />}
    </>
  )
}

function PolicyDialog(asked: { id: string; text?: string; version?: number; onClose: () => void }) {
  const { org } = useFrame()
  const { id, text, version, onClose } = asked
  const at = version ? `&version=${version}` : ''
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={id}
      className="max-w-2xl"
      reading
      footer={
        <ButtonLink href={`/${org.slug}/policy?policy=${encodeURIComponent(id)}${at}`} onClick={onClose}>
          Show it among the others
        </ButtonLink>
      }
    >
      {text ? <CodeBlock title="Its text" code={text} /> : <LookedUp id={id} version={version} />}
    </Dialog>
  )
}

function LookedUp({ id, version }: { id: string; version?: number }) {
  const query = useQuery(useTRPC().policy.get.queryOptions(version ? { version } : {}))
  if (query.isError)
    return <ErrorState title="It could not be read" error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Skeleton className="h-24" />
  const { text, shipped } = query.data
  const found = [...policyTexts(shipped), ...policyTexts(text)].find((one) => one.id === id)
  if (found) return <CodeBlock title="Its text" code={found.text} />
  return (
    <p className="text-muted">
      {id.startsWith('stoa:')
        ? 'This is a rule of Stoa itself; no text says it, and none can change it.'
        : 'No policy of that name stands in this version any more.'}
    </p>
  )
}

/** The policies that decided, or that none permits it. */
export function Because({
  ids,
  texts,
  version,
  denied,
}: {
  ids: string[]
  texts?: Record<string, string>
  version?: number
  denied: boolean
}) {
  if (ids.length === 0) return <span className="text-muted">{denied ? 'No policy permits it' : '–'}</span>
  return (
    <span className="flex min-w-0 flex-col items-start gap-0.5">
      {ids.map((id) => (
        <PolicyName key={id} id={id} text={texts?.[id]} version={version} />
      ))}
    </span>
  )
}
