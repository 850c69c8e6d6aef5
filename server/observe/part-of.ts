import { documentProperty } from './added-schema'

/** What a product's document expects, unread, and where that stands in it. */
export type Written = { value: unknown; path: string }

/** The part of a product's document that says what is expected of it; null where none does. Of several the first counts. */
export function partOf(properties: readonly { property: string; value: unknown }[] = []): Written | null {
  const at = properties.findIndex(({ property }) => property === documentProperty)
  return at < 0 ? null : { value: properties[at]!.value, path: `product.customProperties.${at}.value` }
}
