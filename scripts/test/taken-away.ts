import fs from 'node:fs'

// What `npm run test:mutation` puts around the checks in its copy of the tree. STOA_TAKEN names the check that is away in this run;
// STOA_REACHED is a file that takes down which test file made which check refuse.

const { STOA_TAKEN: taken, STOA_REACHED: reached } = process.env
const noted = new Set<string>()

/** Whether this check is away. It is asked where the check would have refused, so that nothing else differs. */
export function isAway(check: string): boolean {
  const line = `${process.env.STOA_TEST_FILE}\t${check}\n`
  if (reached && !noted.has(line)) fs.appendFileSync(reached, line)
  noted.add(line)
  return check === taken
}

/** A door that lets through whom policy refuses; what is not there it still does not find. */
export const demandUnlessAway =
  <R, A extends unknown[]>(check: string, demand: (resource: R | null, ...more: A) => R) =>
  (resource: R | null, ...more: A): R => {
    try {
      return demand(resource, ...more)
    } catch (error) {
      if (resource === null || resource === undefined || !isAway(check)) throw error
      return resource
    }
  }

/** A list that shows what policy does not. */
export const seesUnlessAway =
  <A extends unknown[]>(check: string, sees: (...of: A) => boolean) =>
  (...of: A): boolean =>
    sees(...of) || isAway(check)
