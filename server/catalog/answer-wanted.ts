import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import { wantedAnswered } from './events'
import { narrowedTo } from './narrowed-to'
import type { Hit, Visibility } from './schema'
import { search } from './search'
import * as wanted from './wanted-store'

/** Questions that are looked through in one call. */
const PAGE = 100
/** For so many ms somebody who heard of a product does not hear of it again for another question of theirs. */
const HEARD = 86_400_000

type Ask = {
  /** Ids of what was published: only these may answer. */
  products: readonly string[]
  /** What an asker may find at this moment; null for one who is not there any more. */
  sightOf: (askerId: string) => Promise<Visibility | null>
  /** Where the call before ended. */
  after?: string
}

/**
 * Tells those who asked in vain that there is an answer now. Whether one is an answer is what the search says, asked with the sight of
 * each asker, so that nobody hears of what they may not find. May be repeated: each is told once. Answers where to go on, or null.
 */
export async function answerWanted(scope: OrgScope, { products, sightOf, after = '' }: Ask): Promise<string | null> {
  if (products.length === 0) return null
  const page = await wanted.listWaiting(scope, after, PAGE)
  const sights = new Map<string, Visibility | null>()
  for (const askerId of new Set(page.flatMap(({ askers }) => askers))) sights.set(askerId, await sightOf(askerId))
  for (const one of page) {
    for (const { hit, askers } of await answersOf(scope, one, { products, sights }))
      await tellAskers(scope, one, hit, askers)
  }
  return page.length === PAGE ? (page.at(-1)?.id ?? null) : null
}

type Answer = { hit: Hit; askers: string[] }
type Look = { products: readonly string[]; sights: ReadonlyMap<string, Visibility | null> }

/** What each asker would find first of these products; askers of one sight are asked for once. */
async function answersOf(scope: OrgScope, { question, askers }: wanted.Waiting, look: Look): Promise<Answer[]> {
  const bySight = new Map<string, { sight: Visibility; askers: string[] }>()
  for (const asker of askers) {
    const sight = look.sights.get(asker)
    if (!sight) continue
    const key = JSON.stringify(sight)
    const alike = bySight.get(key) ?? { sight, askers: [] }
    bySight.set(key, { sight, askers: [...alike.askers, asker] })
  }
  const answers: Answer[] = []
  for (const { sight, askers: alike } of bySight.values()) {
    const { items } = await search(scope, narrowedTo(sight, look.products), {
      q: question,
      status: 'published',
      limit: 1,
    })
    if (items[0]) answers.push({ hit: items[0], askers: alike })
  }
  return answers
}

async function tellAskers(scope: OrgScope, { id, question }: wanted.Waiting, hit: Hit, askers: string[]) {
  const at = now()
  const heardSince = new Date(at.getTime() - HEARD)
  await withOrg(scope, async () => {
    const to = await wanted.answer(scope, id, { askers, product: hit.id, at, heardSince })
    if (to.length === 0) return
    await notify.tell(scope, {
      to,
      kind: wantedAnswered,
      title: `${hit.title} may be what you searched for`,
      body: `You searched for “${question}” and found nothing then.`,
      link: `/catalog/${hit.slug}`,
    })
  })
}
