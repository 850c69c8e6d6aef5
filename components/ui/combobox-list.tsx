'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Option } from './combobox'

/** No item may be without a word of its own. */
const keyOf = ({ value, label }: Option) => value || label

/** The open list of a Combobox: type, choose. */
export function ComboboxList({
  id,
  label,
  options,
  value,
  onSearch,
  onChoose,
  empty,
}: {
  id: string
  label: string
  options: Option[]
  value: string | undefined
  onSearch?: (text: string) => void
  onChoose: (value: string) => void
  empty: string
}) {
  const first = options[0] && keyOf(options[0])
  const [at, setAt] = useState(first)
  // What the server finds best stands first, and is what enter takes.
  useEffect(() => setAt(first), [first])
  const found = onSearch && { value: at ?? '', onValueChange: setAt, shouldFilter: false }
  return (
    <Command label={label} id={id} {...found}>
      <Command.Input
        autoFocus
        placeholder="Type to find"
        onValueChange={onSearch}
        className="h-9 w-full border-line border-b bg-transparent px-3 focus-visible:outline-none"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-muted">{empty}</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={keyOf(option)}
            keywords={[option.label, option.hint ?? '']}
            onSelect={() => onChoose(option.value)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate">{option.label}</span>
              {option.hint && <span className="block truncate text-muted text-xs">{option.hint}</span>}
            </span>
            {option.value === value && <Check aria-hidden className="size-4 text-accent" />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}
