import { counted, percent } from '@/components/ui/format'
import type { Standing } from '@/server/observe/standing-schema'

/** The state of things in one sentence or two: what is broken and who has it, else that nothing needs anybody; then how the week went. */
export function standingSentence({ promises, open, kept }: Standing): string {
  if (promises.watched === 0 && open.total === 0) return 'Nothing is promised yet that could be watched.'
  const week = kept.thisWeek.share === null ? '' : ` ${weekSentence(kept)}`
  if (open.total === 0) return `Nothing needs you: every promise that can be measured is kept.${week}`
  const broken = `${counted(open.total, 'promise is', 'promises are')} broken`
  const { unacknowledged: alone, total } = open
  const who =
    alone === 0
      ? 'somebody looks after each'
      : `nobody looks after ${alone < total ? `${alone} of them` : alone === 1 ? 'it' : 'them'} yet`
  return `${broken}; ${who}.${week}`
}

function weekSentence({ thisWeek, lastWeek }: Standing['kept']): string {
  const now = `${percent(thisWeek.share ?? 0)} were kept this week`
  return lastWeek.share === null ? `${now}.` : `${now}, ${percent(lastWeek.share)} the week before.`
}
