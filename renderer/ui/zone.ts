/** The time zone of every day and time in the console: the store's, wherever this computer is. */
import { SvelteMap } from 'svelte/reactivity'

/** A map, and no rune, because words are read under Node, too. What shows a time follows it. */
const held = new SvelteMap<'name', string>()

/** The store's time zone, such as Europe/Madrid; undefined while it is not known: days and times are then this computer's. */
export function zoneName(): string | undefined {
  return held.get('name')
}

/** Takes the store's time zone. One that this browser does not know is as good as none. */
export function takeZone(name: string | undefined): void {
  if (name !== undefined && isKnown(name)) held.set('name', name)
  else held.delete('name')
}

/** A time zone for people: America/New York. Where none is named, the one that holds. */
export function zoneLabel(
  name: string = zoneName() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  return name.replaceAll('_', ' ')
}

function isKnown(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
