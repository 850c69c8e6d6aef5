import fs from 'node:fs'
import { twMerge } from 'tailwind-merge'
import { describe, expect, it } from 'vitest'
import { cn } from './cn'

describe('the later class wins over an earlier one of its kind', () => {
  it.each([
    ['h-8 px-3', 'px-0', 'h-8 px-0'],
    ['px-3', 'pl-1', 'px-3 pl-1'],
    ['pl-1', 'p-3', 'p-3'],
    ['min-w-0 w-full', 'w-40', 'min-w-0 w-40'],
    ['text-sm text-muted', 'text-xs', 'text-muted text-xs'],
    ['text-sm text-muted text-left', 'text-accent-text', 'text-sm text-left text-accent-text'],
    ['text-[10px]', 'text-muted', 'text-[10px] text-muted'],
    ['border border-line border-b-2', 'border-dashed border-bad/30', 'border border-b-2 border-dashed border-bad/30'],
    ['font-mono font-medium', 'font-normal', 'font-mono font-normal'],
    ['hover:bg-hover bg-raised', 'hover:bg-accent-soft', 'bg-raised hover:bg-accent-soft'],
    ['[&_svg]:text-muted', '[&_svg]:text-bad-text', '[&_svg]:text-bad-text'],
    ['flex gap-x-2', 'hidden', 'gap-x-2 hidden'],
    ['mt-10 first:mt-0', 'mt-0', 'first:mt-0 mt-0'],
  ])('%s, then %s', (first, then, left) => {
    expect(cn(first, then)).toBe(left)
  })
})

// The short list of kinds must take nothing away that the library, which knows all of Tailwind, would leave.
it('loses no class of any that we write', () => {
  const written = (fs.readdirSync('components', { recursive: true }) as string[])
    .filter((file) => file.endsWith('.tsx'))
    .flatMap(
      (file) =>
        fs.readFileSync(`components/${file}`, 'utf8').match(/(?<=["'])[a-z[&!-][^"'\n]* [^"'\n]*(?=["'])/g) ?? [],
    )
  expect(written.length).toBeGreaterThan(500)
  expect(written.filter((classes) => cn(classes) !== twMerge(classes))).toEqual([])
})
