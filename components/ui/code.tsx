'use client'

import { type ReactNode, useState } from 'react'
import { cn } from './cn'
import { CopyButton } from './copy-button'
import { Tooltip } from './tooltip'

/** A name from SQL, YAML or the API within a sentence. */
export function Code({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <code className={cn('break-words rounded-sm bg-hover px-1 py-px font-mono text-[0.92em]', className)}>
      {children}
    </code>
  )
}

/** Something to run or paste, with its copy button. `title` says where it goes. */
export function CodeBlock({ code, title, className }: { code: string; title?: ReactNode; className?: string }) {
  return (
    <figure className={cn('min-w-0 overflow-hidden rounded-md border border-line bg-sunken', className)}>
      <figcaption className="flex h-9 items-center justify-between gap-2 border-line border-b pr-1 pl-3 text-muted text-xs">
        <span className="truncate">{title}</span>
        <CopyButton text={code} size="sm" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto p-3 font-mono text-sm focus-visible:-outline-offset-2">
        <code>{code}</code>
      </pre>
    </figure>
  )
}

/** An id, short, in mono; a click copies the whole of it. */
export function Id({ id, className }: { id: string; className?: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <Tooltip label={copied ? 'Copied' : id}>
      <button
        type="button"
        className={cn('min-h-6 rounded-sm font-mono text-muted text-xs hover:text-text', className)}
        onClick={async () => {
          await navigator.clipboard.writeText(id)
          setCopied(true)
        }}
      >
        <span className="sr-only">Copy </span>
        {id.length > 14 ? `${id.slice(0, 10)}…` : id}
      </button>
    </Tooltip>
  )
}
