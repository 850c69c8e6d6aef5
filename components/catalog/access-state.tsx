'use client'

import { ButtonLink } from '@/components/ui/button-link'
import { day } from '@/components/ui/format'
import { Status } from '@/components/ui/status'

export type Access = { access: 'held' | 'asked' | 'none'; until?: string | null }

/** What this person has of a product, in words; the way to ask where it is nothing. */
export function AccessState({
  access,
  until,
  href,
  open,
  byRole,
}: Access & {
  /** The product's page. */
  href: string
  /** Whether it can be asked for at all: published, not retired. */
  open: boolean
  /** Read by a role in its domain, without asking. */
  byRole: boolean
}) {
  if (access === 'held') return <Status tone="ok">{until ? `Held until ${day(until)}` : 'Held'}</Status>
  if (byRole) return <Status tone="ok">Yours by role</Status>
  if (access === 'asked') return <Status tone="info">Asked</Status>
  if (!open) return null
  return (
    <ButtonLink size="sm" href={`${href}?request=1`} tabIndex={0} onClick={(event) => event.stopPropagation()}>
      Request
    </ButtonLink>
  )
}
