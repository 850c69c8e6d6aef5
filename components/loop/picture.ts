import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/server/api/root'

export type Measurements = inferRouterOutputs<AppRouter>['expectation']['measurements']['items']
type Range = [number, number]
type Point = { at: string; values: Record<string, number | null>; band?: Range; spread?: Range }

/** The points of a line: each value with the band that it was to lie in, and, of an hour or a day, how far its values lay apart. */
export function pictureOf(name: string, items: Measurements): { points: Point[]; first: string; last: number | null } {
  const numbers = items.filter(({ value }) => value !== null)
  const [bottom, top] = numbers.reduce<Range>(
    ([low, high], { value, least, greatest }) => [
      Math.min(low, value ?? 0, least ?? 0),
      Math.max(high, value ?? 0, greatest ?? 0),
    ],
    [0, 0],
  )
  const points = numbers.map(({ at, value, low, high, least, greatest }): Point => {
    const spread = least != null && greatest != null && least < greatest
    // A band that is open to one side ends with the picture.
    const band = low !== null || high !== null
    return {
      at,
      values: { [name]: value },
      ...(band && { band: [low ?? Math.min(bottom, high ?? 0), high ?? Math.max(top, low ?? 0)] }),
      ...(spread && { spread: [least, greatest] }),
    }
  })
  return { points, first: points[0]?.at ?? '', last: numbers.at(-1)?.value ?? null }
}
