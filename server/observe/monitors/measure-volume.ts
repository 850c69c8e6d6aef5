import type { AskOf } from '../added-schema'
import { findObject } from './find-object'
import type { Measured, Watching } from './watching'

/** How many rows a port shows. */
export async function measureVolume({ ports }: Watching, ask: AskOf<'volume'>): Promise<Measured> {
  const several = !ask.object ? ports.find(({ name }) => name === ask.port)?.objects : undefined
  const objects = several && several.length > 1 ? several : [findObject(ports, ask).object]
  return { value: objects.reduce((sum, { rows }) => sum + rows, 0) }
}
