/**
 * What should be and what is: the last stage watches what the others made, and nothing upstream knows of it.
 * Two snapshots are compared here column by column, by statistics whose definitions stand in the guide.
 */
export { compareRows } from './compare-rows'
export { compareSnapshots } from './compare-snapshots'
