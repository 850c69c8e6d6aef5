import type { Reading } from './reading'

/** What is read in the place of a file, by its key: an earlier snapshot, or a newer one. */
export type Instead = ReadonlyMap<string, { storageKey: string; snapshot: string; hash: string }>

/** A reading of what its objects were, said so in its receipt too. */
export function asOf(reading: Reading, instead: Instead | undefined): Reading {
  const earlier = reading.objects.map((object) => instead?.get(object.storageKey))
  const objects = reading.objects.map((object, at) => ({
    ...object,
    storageKey: earlier[at]?.storageKey ?? object.storageKey,
  }))
  const listed = reading.source.objects.map((object, at) => {
    const { snapshot = object.snapshot, hash = object.hash } = earlier[at] ?? {}
    return { ...object, snapshot, hash }
  })
  return { ...reading, objects, source: { ...reading.source, objects: listed } }
}
