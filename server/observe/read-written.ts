import * as compute from '@/server/platform/compute'
import { AppError, type ErrorDetail, invalid } from '@/server/platform/errors'
import * as product from '@/server/product'
import { type WrittenExpectation, writtenItems } from './added-schema'
import type { Written } from './part-of'

/** Reads what a product's document expects of it; throws `invalid` with every fault, at its place in the document. */
export async function readWritten({ value, path }: Written): Promise<WrittenExpectation[]> {
  const items = product.readPart(value, writtenItems, path)
  const faults = await Promise.all(items.map((item, n) => faultsOf(item, `${path}.${n}`)))
  if (faults.flat().length > 0) throw invalid('Some expectations cannot be kept so.', faults.flat())
  return items
}

/** What it names is looked up when the document is published, and what its SQL may read each time that it runs. */
async function faultsOf(item: WrittenExpectation, at: string): Promise<ErrorDetail[]> {
  const given = (item.source === 'contract' && 'source') || ('id' in item && item.id !== undefined && 'id')
  if (given)
    return [{ path: `${at}.${given}`, message: 'must be left out: a document says what is added, by what it asks' }]
  if (item.kind !== 'metric') return []
  try {
    await compute.parse(item.sql)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ path: `${at}.sql`, message: error.message }]
  }
}
