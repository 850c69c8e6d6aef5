import { type ClassValue, clsx } from 'clsx'
import { createTailwindMerge } from 'tailwind-merge'

const any = [() => true]
const sides = ['x', 'y', 't', 'r', 'b', 'l']
const boxes = ['m', 'p'].flatMap((kind) => [kind, ...sides.map((side) => kind + side)])
const sizes = ['size', 'w', 'h', 'min-w', 'min-h', 'max-w', 'max-h']
const rest = ['bg', 'gap', 'gap-x', 'gap-y', 'rounded', 'opacity']

/** Kinds of class of which only the last one counts: those that our parts let their users choose. The library's own list of all weighs 7 kB. */
const merge = createTailwindMerge(() => ({
  cacheSize: 500,
  separator: ':',
  theme: {},
  classGroups: {
    ...Object.fromEntries([...boxes, ...sizes, ...rest].map((kind) => [kind, [{ [kind]: any }]])),
    display: ['block', 'inline', 'inline-block', 'flex', 'inline-flex', 'grid', 'hidden'],
    'text-size': [{ text: ['xs', 'sm', 'base', 'lg', 'xl', '2xl', (value: string) => /^\[\d/.test(value)] }],
    'text-wrap': [{ text: ['pretty', 'balance', 'nowrap', 'wrap'] }],
    'text-align': [{ text: ['left', 'center', 'right'] }],
    'text-colour': [{ text: any }],
    'border-width': [{ border: ['', '0', '2'] }],
    ...Object.fromEntries(sides.map((side) => [`border-${side}`, [{ [`border-${side}`]: ['', ...any] }]])),
    'border-style': [{ border: ['solid', 'dashed', 'dotted'] }],
    'border-colour': [{ border: any }],
    'font-family': [{ font: ['sans', 'mono'] }],
    'font-weight': [{ font: any }],
  },
  conflictingClassGroups: {
    size: ['w', 'h'],
    gap: ['gap-x', 'gap-y'],
    ...Object.fromEntries(
      ['m', 'p'].flatMap((kind) => [
        [kind, sides.map((side) => kind + side)],
        [`${kind}x`, [`${kind}l`, `${kind}r`]],
        [`${kind}y`, [`${kind}t`, `${kind}b`]],
      ]),
    ),
  },
  conflictingClassGroupModifiers: {},
  orderSensitiveModifiers: ['before', 'after', '*'],
}))

/** Joins class names; a later Tailwind class wins over an earlier one of the same kind. */
export function cn(...classes: ClassValue[]) {
  return merge(clsx(classes))
}
