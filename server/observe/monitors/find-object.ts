import { invalid } from '@/server/platform/errors'
import type { Port, PortObject } from '@/server/product'

const wrong = (path: string, message: string) => invalid(message, [{ path, message }])

/** The port of a product that an expectation names, and the one object that it is of. */
export function findObject(
  ports: readonly Port[],
  { port, object }: { port: string; object?: string | null },
): { port: Port; object: PortObject } {
  const found = ports.find(({ name }) => name === port)
  if (!found) throw wrong('port', `The product has no port ${port} that can be read today.`)
  const names = found.objects.map(({ name }) => name)
  const named = object ?? (names.length === 1 ? names[0] : undefined)
  const one = found.objects.find(({ name }) => name === named)
  if (one) return { port: found, object: one }
  if (names.length === 0) throw wrong('port', `The port ${port} shows no rows.`)
  throw wrong('object', `Name one object of the port ${port}: ${names.join(', ')}.`)
}

/** A column of an object, by the name that its contract gives it. */
export function findColumn(object: PortObject, name: string, path = 'column') {
  const column = object.columns.find((each) => each.name === name)
  if (column) return column
  throw wrong(path, `${object.name} has no column ${name}.`)
}
