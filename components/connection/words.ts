import type { Tone } from '@/components/ui/status'
import type { PartState, RunState } from '@/server/ingestion/schema'

export const runWords: Record<RunState, { tone: Tone; word: string }> = {
  queued: { tone: 'neutral', word: 'Waiting' },
  running: { tone: 'busy', word: 'Copying' },
  held: { tone: 'warn', word: 'Held for a decision' },
  succeeded: { tone: 'ok', word: 'Done' },
  failed: { tone: 'bad', word: 'Failed' },
  cancelled: { tone: 'neutral', word: 'Cancelled' },
}
export const partWords: Record<PartState, { tone: Tone; word: string }> = {
  waiting: { tone: 'neutral', word: 'Waiting' },
  recorded: { tone: 'ok', word: 'Copied' },
  unchanged: { tone: 'ok', word: 'Unchanged' },
  held: { tone: 'warn', word: 'Held' },
  failed: { tone: 'bad', word: 'Failed' },
}
export const connectionWords: Record<'new' | 'ready' | 'failing', { tone: Tone; word: string }> = {
  new: { tone: 'neutral', word: 'Not tried yet' },
  ready: { tone: 'ok', word: 'Signs in' },
  failing: { tone: 'bad', word: 'Cannot sign in' },
}

const kindWords: Record<string, string> = { postgres: 'PostgreSQL', files: 'Files' }

/** A connector's kind as one reads it. */
export const kindWord = (kind: string): string => kindWords[kind] ?? kind

export const schedules = [
  { value: '', title: 'Only when asked', hint: 'Copies are made when someone presses Copy.' },
  { value: '0 * * * *', title: 'Every hour', hint: 'At the full hour.' },
  { value: '0 5 * * *', title: 'Every day', hint: 'At 05:00 UTC.' },
  { value: '0 5 * * 1', title: 'Every week', hint: 'On Mondays at 05:00 UTC.' },
] as const

/** A cron expression in words, where it is one of the usual ones. */
export const scheduleWords = (cron: string | null): string =>
  schedules.find(({ value }) => value === (cron ?? ''))?.title ?? `${cron} (UTC)`

/** Runs that are still going on, so that a screen goes on looking. */
export const isLive = (state: RunState | undefined): boolean => state === 'queued' || state === 'running'
