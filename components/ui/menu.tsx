'use client'

import { Check } from 'lucide-react'
import NextLink from 'next/link'
import { DropdownMenu as Parts } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'
import { floating } from './popover'

export type MenuItem =
  | {
      label: ReactNode
      icon?: ReactNode
      keys?: string
      hint?: ReactNode
      onSelect?: () => void
      href?: string
      danger?: boolean
      disabled?: boolean
      /** Present on items one switches between; a tick marks the chosen one. */
      checked?: boolean
    }
  | 'line'
  | { heading: ReactNode }

const row =
  'flex min-h-8 w-full select-none items-center gap-2 rounded-md px-2 py-1 text-left text-base outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

/** A list of commands that opens from a button. */
export function Menu({
  trigger,
  items,
  align = 'start',
  side = 'bottom',
  className,
}: {
  trigger: ReactElement
  items: MenuItem[]
  align?: 'start' | 'end'
  side?: 'top' | 'right' | 'bottom'
  className?: string
}) {
  return (
    // Not modal: a menu shuts nothing else off, so that nothing that can take the focus is hidden from a screen reader.
    <Parts.Root modal={false}>
      <Parts.Trigger asChild>{trigger}</Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn(floating, 'min-w-52 p-1', className)}
        >
          {items.map((item, place) => (
            // The list is fixed while it is open, so that a place is a name.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <Entry key={place} item={item} />
          ))}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  )
}

function Entry({ item }: { item: MenuItem }) {
  if (item === 'line') return <Parts.Separator className="-mx-1 my-1 h-px bg-line" />
  if ('heading' in item) return <Parts.Label className="px-2 py-1 text-muted text-xs">{item.heading}</Parts.Label>
  const inside = (
    <>
      {item.icon}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.label}</span>
        {item.hint && <span className="block truncate text-muted text-xs">{item.hint}</span>}
      </span>
      {item.checked && <Check aria-hidden />}
      {item.keys && <Kbd keys={item.keys} />}
    </>
  )
  const look = cn(row, item.danger && 'text-bad-text [&_svg]:text-bad-text')
  if (item.checked !== undefined)
    return (
      <Parts.CheckboxItem className={look} checked={item.checked} disabled={item.disabled} onSelect={item.onSelect}>
        {inside}
      </Parts.CheckboxItem>
    )
  return (
    <Parts.Item className={look} disabled={item.disabled} onSelect={item.onSelect} asChild={Boolean(item.href)}>
      {item.href ? <NextLink href={item.href}>{inside}</NextLink> : inside}
    </Parts.Item>
  )
}
