/** What takes letters. A box to tick does not: the page's keys go on working after one was ticked. */
const fields = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]'

/** Whether keys belong to a field now. */
export function isTyping(target: EventTarget | null) {
  const element = target as HTMLElement | null
  return Boolean(element?.closest?.(fields))
}
