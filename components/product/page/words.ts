import type { Tone } from '@/components/ui/status'
import type { ProductShape } from '@/server/product/schema'

export const promiseTones: Record<ProductShape['promise']['state'], Tone> = {
  kept: 'ok',
  warned: 'warn',
  stale: 'warn',
  unknown: 'neutral',
}

export const stateWords: Record<ProductShape['status'], string> = {
  draft: 'Draft',
  published: 'Published',
  deprecated: 'Deprecated',
  retired: 'Retired',
}

/** From harmless to grave; what is not on the list is shown as it is written. */
export const classTones: Record<string, Tone | undefined> = {
  public: undefined,
  internal: undefined,
  confidential: 'warn',
  restricted: 'bad',
}

/** How a column is seen under a mask. */
export const maskWords: Record<string, string> = {
  bucket: 'in steps',
  year: 'year only',
  partial: 'in part',
  hash: 'as a hash',
  full: 'as dots',
  null: 'as nothing',
}
