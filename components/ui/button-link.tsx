import NextLink from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type Kind, look, type Size } from './button-look'

/** A link with a button's look: it goes somewhere. */
export function ButtonLink({
  kind = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  ...rest
}: ComponentProps<typeof NextLink> & { kind?: Kind; size?: Size; icon?: ReactNode }) {
  return (
    <NextLink className={look(kind, size, className)} {...rest}>
      {icon}
      {children}
    </NextLink>
  )
}
