import { cn } from './cn'

/** Keys as caps: `mod` is ⌘ on a Mac, Ctrl elsewhere. A space parts keys pressed one after another. */
export function Kbd({ keys, inverted = false, className }: { keys: string; inverted?: boolean; className?: string }) {
  return (
    <kbd className={cn('inline-flex items-center gap-0.5 font-sans', className)}>
      {keys.split(' ').map((key) => (
        <span
          key={key}
          suppressHydrationWarning
          className={cn(
            'inline-grid h-5 min-w-5 place-items-center rounded-sm border px-1 text-xs leading-none',
            inverted ? 'border-surface/30' : 'border-line bg-surface text-muted',
          )}
        >
          {spell(key)}
        </span>
      ))}
    </kbd>
  )
}

function spell(key: string) {
  const mac = typeof navigator === 'undefined' || /mac|iphone|ipad/i.test(navigator.platform)
  return key
    .split('+')
    .map((part) => (part === 'mod' ? (mac ? '⌘' : 'Ctrl') : (caps[part] ?? part.toUpperCase())))
    .join(mac ? '' : '+')
}

const caps: Record<string, string> = { enter: '↵', space: 'Space', esc: 'Esc', up: '↑', down: '↓', shift: '⇧' }
