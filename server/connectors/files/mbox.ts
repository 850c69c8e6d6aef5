import { invalid } from '@/server/platform/errors'
import type { FoundItem } from '../connector'
import { checked, type Source } from './item'
import { readMessage } from './message'

/** The largest message with all that is attached to it, in bytes. */
const mostBytes = 25 * 2 ** 20
/** How a line begins that begins a message: with who sent it, and when. What a writer forgot to quote in a text has no time. */
const begins = /^From \S.*\d\d:\d\d/

/** The messages of a mailbox, in their order; threads are told by References and In-Reply-To. */
export async function* readMbox(source: Source): AsyncGenerator<FoundItem> {
  const { ref } = source
  const threads = new Map<string, string>()
  const times = new Map<string, number>()
  let number = 0
  for await (const raw of messagesOf(source)) {
    const place = `Message ${++number} of ${ref}`
    const { item, answers } = await readMessage(raw, source, place)
    const same = (times.get(item.key) ?? 0) + 1
    times.set(item.key, same)
    const root = answers.find((one) => threads.has(one)) ?? answers[0]
    const thread = root === undefined ? item.key : (threads.get(root) ?? root)
    threads.set(item.key, thread)
    // A message that lies there twice is two items: which of them is right is not ours to say.
    yield checked({ ...item, thread, key: same === 1 ? item.key : `${item.key} (${same})` }, place)
  }
}

/** Parts a mailbox at its "From " lines, the first and those after an empty one; holds one message at a time. */
async function* messagesOf({ handle, ref }: Source): AsyncGenerator<Buffer> {
  let number = 0
  let kept: Buffer[] = []
  let size = 0
  let empty = true
  let started = false
  const message = () => {
    number++
    // The empty line before the next "From " is the mailbox's, not the message's.
    const parted = kept.length > 1 && kept.at(-1)!.length <= 2 && kept.at(-1)!.toString('latin1').trim() === ''
    const whole = Buffer.concat(parted ? kept.slice(0, -1) : kept)
    kept = []
    size = 0
    return whole
  }
  for await (const line of linesOf(handle.createReadStream({ start: 0, autoClose: false }))) {
    const start = line.subarray(0, 300).toString('latin1')
    const first = started ? empty && begins.test(start) : start.startsWith('From ')
    if (!started && !first) throw invalid(`${ref} is no mbox: it does not begin with a "From " line.`)
    if (first && started) yield message()
    if (!first) {
      const own = /^>+From /.test(start) ? line.subarray(1) : line
      kept.push(own)
      size += own.length
    }
    if (size > mostBytes)
      throw invalid(
        `Message ${number + 1} of ${ref} is larger than ${mostBytes / 2 ** 20} MB. Take it out, or shorten it.`,
      )
    started = true
    empty = line.length <= 2 && /^\r?\n?$/.test(line.toString('latin1'))
  }
  if (started) yield message()
}

/** The lines of a stream with their ends; a line without an end comes in pieces, so that memory stays bounded. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of stream) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let from = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      yield bytes.subarray(from, at + 1)
      from = at + 1
    }
    rest = bytes.subarray(from)
    if (rest.length < 2 ** 20) continue
    yield rest
    rest = Buffer.alloc(0)
  }
  if (rest.length > 0) yield rest
}
