'use client'

import { ChevronDown, Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './cn'
import { useField } from './field'

const box =
  'w-full min-w-0 rounded-md border border-edge/70 bg-raised text-base transition-colors hover:border-edge focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-muted aria-invalid:border-bad max-md:text-lg'

/** One line of text. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...useField()} className={cn(box, 'h-8 px-2.5 read-only:bg-sunken', className)} {...rest} />
}

/** Several lines of text; it grows with what is typed. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...useField()}
      rows={rows}
      className={cn(box, 'field-sizing-content min-h-16 px-2.5 py-1.5 read-only:bg-sunken', className)}
      {...rest}
    />
  )
}

/** One of a few, with the platform's own list: works with a thumb, a keyboard and a screen reader. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <select {...useField()} className={cn(box, 'h-8 appearance-none truncate pr-8 pl-2.5')} {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute inset-y-0 right-2 my-auto size-4 text-muted" />
    </span>
  )
}

/** A search box; its label is said, not shown. */
export function SearchInput({
  label,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type' | 'aria-label'> & { label: string }) {
  return (
    <span className={cn('relative inline-flex w-full min-w-0', className)}>
      <Search aria-hidden className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted" />
      <input
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        className={cn(box, 'h-8 pr-2.5 pl-8 [&::-webkit-search-cancel-button]:hidden')}
        {...rest}
      />
    </span>
  )
}
