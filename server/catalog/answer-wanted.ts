import * as notify from '@/server/notify'
import { now } from '@/server/platform/clock'
import { type OrgScope, withOrg } from '@/server/platform/db'
import * as postgres from './engines/postgres'
import { wantedAnswered } from './events'
import type { Entry, Visibility } from './schema'
import * as wanted from './wanted-store'
import { terms } from './word'

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
 * Tells those who asked in vain that there is an answer now. Whether one is an answer is what the database's search says of its words,
 * whichever engine serves (another one hears of what is new only later), and each asker is told with their own sight, so that nobody
 * hears of what they may not find. May be repeated: each is told once. Answers where to go on, or null.
 */
export async function answerWanted(scope: OrgScope, { products, sightOf, after = '' }: Ask): Promise<string | null> {
  if (products.length === 0) return null
  const page = await wanted.listWaiting(scope, after, PAGE)
  const questions = page.map(({ question }) => terms(question))
  const sights = new Map<string, Visibility | null>()
  for (const [n, ids] of await postgres.matching(scope, questions, products)) {
    const one = page[n]!
    for (const asker of one.askers) if (!sights.has(asker)) sights.set(asker, await sightOf(asker))
    for (const { entry, askers } of await seenBy(scope, ids, { askers: one.askers, sights }))
      await tellAskers(scope, one, entry, askers)
  }
  return page.length === PAGE ? (page.at(-1)?.id ?? null) : null
}

type Answer = { entry: Entry; askers: string[] }
type Look = { askers: readonly string[]; sights: ReadonlyMap<string, Visibility | null> }

/** The first of these entries that each asker may find; askers of one sight are asked for once. */
async function seenBy(scope: OrgScope, ids: string[], { askers, sights }: Look): Promise<Answer[]> {
  const alike = new Map<string, string[]>()
  for (const asker of askers) {
    const sight = JSON.stringify(sights.get(asker) ?? null)
    alike.set(sight, [...(alike.get(sight) ?? []), asker])
  }
  const answers: Answer[] = []
  for (const group of alike.values()) {
    const sight = sights.get(group[0]!)
    const seen = sight ? await postgres.readVisible(scope, sight, ids) : []
    const entry = seen.find(({ status }) => status === 'published')
    if (entry) answers.push({ entry, askers: group })
  }
  return answers
}

async function tellAskers(scope: OrgScope, { id, question }: wanted.Waiting, entry: Entry, askers: string[]) {
  const at = now()
  const heardSince = new Date(at.getTime() - HEARD)
  await withOrg(scope, async () => {
    const to = await wanted.answer(scope, id, { askers, product: entry.id, at, heardSince })
    if (to.length === 0) return
    await notify.tell(scope, {
      to,
      kind: wantedAnswered,
      title: `${entry.title} may be what you searched for`,
      body: `You searched for “${question}” and found nothing then.`,
      link: `/catalog/${entry.slug}`,
    })
  })
}
