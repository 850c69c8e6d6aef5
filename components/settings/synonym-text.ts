/** Synonyms as one writes them: a line for each meaning, its words separated by commas. */

export const textOf = (groups: readonly (readonly string[])[]): string =>
  groups.map((group) => group.join(', ')).join('\n')

/** The groups that a text says, and what is wrong with the first line that says none. */
export function groupsOf(text: string): { groups: string[][]; fault?: string } {
  const lines = text.split('\n').map((line) => [
    ...new Set(
      line
        .split(',')
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ])
  const alone = lines.findIndex((words) => words.length === 1)
  const groups = lines.filter((words) => words.length > 0)
  if (alone < 0) return { groups }
  return { groups, fault: `Line ${alone + 1} has one word alone: give it another that means the same.` }
}
