import { cn } from './cn'

/** A person by initials; the name stands beside it or is said. */
export function Avatar({ name, size = 24, className }: { name: string; size?: number; className?: string }) {
  const words = name.trim().split(/\s+/)
  const initials = `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`
  return (
    <span
      aria-hidden
      className={cn(
        'inline-grid shrink-0 select-none place-items-center rounded-full bg-hover font-medium text-muted uppercase',
        className,
      )}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.42) }}
    >
      {initials}
    </span>
  )
}

/** A person in a line of text or a cell. */
export function Person({ name, className }: { name: string; className?: string }) {
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5 align-middle', className)}>
      <Avatar name={name} size={20} />
      <span className="truncate">{name}</span>
    </span>
  )
}
