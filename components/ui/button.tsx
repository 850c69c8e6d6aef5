import type { ComponentProps, ReactNode } from 'react'
import { type Kind, look, type Size } from './button-look'
import { cn } from './cn'
import { Tooltip } from './tooltip'

export type ButtonProps = ComponentProps<'button'> & {
  kind?: Kind
  size?: Size
  /** Shows that the press is being worked on, and takes no second one meanwhile. */
  busy?: boolean
  icon?: ReactNode
}

/** A press that does something. One `primary` to a page. */
export function Button({
  kind = 'secondary',
  size = 'md',
  busy = false,
  icon,
  className,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={look(kind, size, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <Turning /> : icon}
      {children}
    </button>
  )
}

/** A button with only a picture; its label is its name and its tooltip. */
export function IconButton({
  label,
  keys,
  kind = 'quiet',
  size = 'md',
  className,
  children,
  type = 'button',
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { label: string; keys?: string; kind?: Kind; size?: Size }) {
  return (
    <Tooltip label={label} keys={keys}>
      <button
        type={type}
        aria-label={label}
        className={cn(look(kind, size), 'px-0 text-muted hover:text-text', size === 'sm' ? 'w-7' : 'w-8', className)}
        {...rest}
      >
        {children}
      </button>
    </Tooltip>
  )
}

function Turning() {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className="animate-turn motion-reduce:animate-none">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" opacity="0.3" />
      <path d="M8 2a6 6 0 0 1 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
