import NextLink from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from './cn'

/** A link in running text or a table cell. `plain` keeps the text's colour until one points at it. */
export function Link({ className, plain = false, ...rest }: ComponentProps<typeof NextLink> & { plain?: boolean }) {
  return (
    <NextLink
      className={cn(
        'rounded-sm py-0.5 underline-offset-[3px] hover:underline',
        plain ? 'text-text' : 'text-accent-text underline decoration-accent/40 hover:decoration-accent',
        className,
      )}
      {...rest}
    />
  )
}
