import { type Formula, no, open } from '@/server/platform/filter'

/** When a condition is true, and when it is false. Where it is neither, Cedar errs. */
export type Truth = { whenTrue: Formula; whenFalse: Formula }
export const errs: Truth = { whenTrue: no, whenFalse: no }
export const undecided: Truth = { whenTrue: open, whenFalse: open }
export const not = ({ whenTrue, whenFalse }: Truth): Truth => ({ whenTrue: whenFalse, whenFalse: whenTrue })
