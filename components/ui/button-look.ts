import { cn } from './cn'

export type Kind = 'primary' | 'secondary' | 'quiet' | 'danger'
export type Size = 'sm' | 'md'

const kinds: Record<Kind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border border-line bg-raised hover:bg-hover hover:border-edge/60',
  quiet: 'hover:bg-hover',
  danger: 'bg-bad text-on-bad hover:bg-bad/90',
}
const sizes: Record<Size, string> = { sm: 'h-7 px-2.5 text-sm', md: 'h-8 px-3 text-base' }
const base =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0'

/** A button's look. */
export function look(kind: Kind, size: Size, className?: string) {
  return cn(base, kinds[kind], sizes[size], className)
}
