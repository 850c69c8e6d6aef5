import { words } from './word'

/** Which other words stand for those of a text, where an organisation says that they mean the same. */

const folded = (text: string) => words(text).map(({ word }) => word)

/** The texts of every group that one of its texts stands in, word for word; what stands there already is left out. */
export function meantToo(text: string, groups: readonly (readonly string[])[]): string[] {
  if (groups.length === 0) return []
  const whole = ` ${folded(text).join(' ')} `
  const holds = (one: string) => {
    const asked = folded(one).join(' ')
    return asked !== '' && whole.includes(` ${asked} `)
  }
  return [
    ...new Set(
      groups.flatMap((group) => {
        const there = group.filter(holds)
        return there.length > 0 ? group.filter((one) => !there.includes(one)) : []
      }),
    ),
  ]
}
