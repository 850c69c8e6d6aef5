'use client'

import { type KeyboardEvent, type ReactNode, useId } from 'react'
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
  const id = useId()
  const at = tabs.findIndex((tab) => tab.value === value)

  function move(event: KeyboardEvent) {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    const next = to === undefined ? undefined : tabs.at(to % tabs.length)
    if (!next) return
    event.preventDefault()
    document.getElementById(`${id}${next.value}`)?.focus()
    onChange(next.value)
  }
  return (
    <div className={cn('min-w-0', className)}>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        className="flex gap-4 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none] sm:gap-5"
      >
        {tabs.map((tab, place) => {
          const chosen = place === at
          return (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}${tab.value}`}
              aria-selected={chosen}
              aria-controls={chosen ? `${id}panel` : undefined}
              tabIndex={chosen ? 0 : -1}
              onClick={() => onChange(tab.value)}
              className="-mb-px flex h-9 shrink-0 items-center gap-1.5 rounded-none border-transparent border-b-2 px-0.5 text-muted transition-colors hover:text-text focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:font-medium aria-selected:text-text"
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
            </button>
          )
        })}
      </div>
      {tabs[at] && (
        <div
          key={value}
          role="tabpanel"
          id={`${id}panel`}
          aria-labelledby={`${id}${value}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: from a tab one goes on into what it shows, be it only text
          tabIndex={0}
          className="min-w-0 pt-5 focus-visible:outline-offset-4"
        >
          {tabs[at].content}
        </div>
      )}
    </div>
  )
}
