'use client'

import { Check } from 'lucide-react'
import NextLink from 'next/link'
import { DropdownMenu as Parts } from 'radix-ui'
import { useEffect, useState } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'
import type { MenuItem } from './menu'
import type { OpenerState } from './opener'
import { floating } from './popover-view'
import { StandIn } from './stand-in'

const row =
  'flex min-h-8 w-full select-none items-center gap-2 rounded-md px-2 py-1 text-left text-base outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted'

/** The list of commands, open or not. */
export function MenuView({
  opener,
  items,
  align = 'start',
  side = 'bottom',
  className,
}: {
  opener: OpenerState
  items: MenuItem[]
  align?: 'start' | 'end'
  side?: 'top' | 'right' | 'bottom'
  className?: string
}) {
  const { id, element, open, onOpenChange } = opener
  const ready = useReady(opener)
  return (
    // Not modal: a menu shuts nothing else off, so that nothing that can take the focus is hidden from a screen reader.
    <Parts.Root modal={false} open={ready && open} onOpenChange={onOpenChange}>
      <Parts.Trigger asChild>
        <StandIn of={element} />
      </Parts.Trigger>
      <Parts.Portal>
        <Parts.Content
          id={`${id}-opened`}
          aria-labelledby={id}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          // A press of the trigger closes it, which would be opened again by the end of that press.
          onInteractOutside={(event) => element.current?.contains(event.target as Node) && event.preventDefault()}
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

/** False for the first moment, in which the parts learn whether a key has opened them: then the first row is chosen. */
function useReady({ open, byKey }: OpenerState) {
  const [ready, setReady] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the press that came before the parts did is told again
  useEffect(() => {
    if (open && byKey.current) document.dispatchEvent(new KeyboardEvent('keydown'))
    setReady(true)
  }, [])
  return ready
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
