import { log } from '@/server/platform/log'
import { seal } from './seal'

/** Pause between two looks, in ms: an entry is sealed within 2 s. */
const pause = 1000

/** Seals from now on, in this process; one of several at a time. The timer does not keep the process alive. */
export function startSealer(): void {
  const turn = async () => {
    await seal().catch((error: unknown) =>
      log.warn('The audit could not be sealed; it will be tried again.', { error }),
    )
    setTimeout(turn, pause).unref()
  }
  setTimeout(turn, pause).unref()
}
