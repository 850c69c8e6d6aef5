import type { ProductType } from './schema'
import type { Version } from './store'

/** A product over items is a context product; one is never over items and rows at once. */
export const typeOf = ({ content }: Pick<Version, 'content'>): ProductType =>
  content.bound.some(({ items }) => items) ? 'context' : 'data'
