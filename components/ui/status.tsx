import type { ReactNode } from 'react'
import { cn } from './cn'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'busy' | 'neutral'

const colour: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-info',
  busy: 'text-accent',
  neutral: 'text-edge',
}
const word: Record<Tone, string> = {
  ok: 'text-ok-text',
  warn: 'text-warn-text',
  bad: 'text-bad-text',
  info: 'text-info-text',
  busy: 'text-accent-text',
  neutral: 'text-muted',
}
const soft: Record<Tone, string> = {
  ok: 'bg-ok-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  info: 'bg-info-soft',
  busy: 'bg-accent-soft',
  neutral: 'bg-hover',
}

/** A state as a shape, a colour and a word, so that none of the three carries it alone. */
export function Status({
  tone,
  children,
  soften = false,
  className,
}: {
  tone: Tone
  children: ReactNode
  soften?: boolean
  className?: string
}) {
  return (
    <span
      className={cn(
        // Its word stands on the line of the words around it, not its shape.
        'inline-flex min-w-0 items-baseline gap-1.5 align-middle text-sm',
        word[tone],
        soften && cn('h-6 items-center rounded-full px-2 text-xs', soft[tone]),
        className,
      )}
    >
      <StatusShape tone={tone} className="self-center" />
      <span className="truncate">{children}</span>
    </span>
  )
}

/** A disc, a triangle, a square, a ring, an arc, a dot: tellable apart without colour. */
export function StatusShape({ tone, className }: { tone: Tone; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={cn('size-3 shrink-0', colour[tone], className)}>
      {shapes[tone]}
    </svg>
  )
}

const cut = { stroke: 'var(--raised)', strokeWidth: 1.6, fill: 'none', strokeLinecap: 'round' } as const
const shapes: Record<Tone, ReactNode> = {
  ok: (
    <>
      <circle cx="6" cy="6" r="5.5" fill="currentColor" />
      <path d="M3.6 6.2 5.3 7.9 8.5 4.4" {...cut} strokeLinejoin="round" />
    </>
  ),
  warn: (
    <>
      <path d="M6 .9 11.6 11H.4Z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />
      <path d="M6 4.4v2.7M6 9.2v.1" {...cut} />
    </>
  ),
  bad: (
    <>
      <rect x="0.7" y="0.7" width="10.6" height="10.6" rx="2" fill="currentColor" />
      <path d="m4 4 4 4m0-4-4 4" {...cut} />
    </>
  ),
  info: <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  busy: (
    <g className="origin-center animate-turn motion-reduce:animate-none">
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.8" opacity="0.25" />
      <path d="M6 1.4A4.6 4.6 0 0 1 10.6 6" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </g>
  ),
  neutral: <circle cx="6" cy="6" r="3" fill="currentColor" />,
}

/** A short label that sorts things (a type, a tag, a classification). For a state use Status. */
export function Badge({
  tone,
  mono = false,
  children,
  className,
}: {
  tone?: Tone
  mono?: boolean
  children: ReactNode
  className?: string
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 max-w-full shrink-0 items-center gap-1 truncate rounded-sm px-1.5 align-middle text-xs',
        tone ? cn(soft[tone], word[tone]) : 'border border-line text-muted',
        mono && 'font-mono',
        className,
      )}
    >
      {children}
    </span>
  )
}
