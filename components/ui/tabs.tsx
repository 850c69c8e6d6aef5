'use client'

import { Tabs as Parts } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { count } from './format'

export type Tab = { value: string; label: ReactNode; count?: number; content: ReactNode }

/** Beyond so many tabs a phone has no room for their counts. */
const FEW = 3

/** Views of one thing. Keep the chosen one in the address (nuqs) so that it can be sent. */
export function Tabs({
  value,
  onChange,
  tabs,
  label,
  className,
}: {
  value: string
  onChange: (value: string) => void
  tabs: Tab[]
  label: string
  className?: string
}) {
  return (
    <Parts.Root value={value} onValueChange={onChange} className={cn('min-w-0', className)}>
      <Parts.List
        aria-label={label}
        className="flex gap-4 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none] sm:gap-5"
      >
        {tabs.map((tab) => (
          <Parts.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-9 shrink-0 items-center gap-1.5 rounded-none border-transparent border-b-2 px-0.5 text-muted transition-colors hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span
                className={cn(
                  'tabular rounded-full bg-hover px-1.5 font-normal text-muted text-xs',
                  tabs.length > FEW && 'max-sm:hidden',
                )}
              >
                {count(tab.count)}
              </span>
            )}
          </Parts.Trigger>
        ))}
      </Parts.List>
      {tabs.map((tab) => (
        <Parts.Content key={tab.value} value={tab.value} className="min-w-0 pt-5 focus-visible:outline-offset-4">
          {tab.content}
        </Parts.Content>
      ))}
    </Parts.Root>
  )
}
