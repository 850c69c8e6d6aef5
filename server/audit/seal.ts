import { link } from './chain'
import * as store from './store'

/** Entries sealed in one transaction. */
const batch = 1000

/** Seals what waits, of every organisation, until nothing does or another process is at it. Answers how many. */
export async function seal(): Promise<number> {
  for (let total = 0; ; ) {
    const count = await store.sealBatch(batch, (waiting, heads) =>
      [...waiting].flatMap(([org, entries]) =>
        link(org, heads.get(org) ?? null, entries).map((sealed) => ({ org, ...sealed })),
      ),
    )
    total += count
    if (count < batch) return total
  }
}
