/** Main process: what the menu and the system's dialogs say: as the console speaks, and until it has told, as the system does. */
import { app } from 'electron'
import { desktopLanguage, type DesktopLanguage } from '../server/contracts/desktop.ts'

let told: DesktopLanguage | undefined

/** The console tells which language it speaks. Returns whether that is another than before. */
export function speak(language: DesktopLanguage): boolean {
  const before = spoken()
  told = language
  return language !== before
}

/** The words of the moment's language. One that is missing in any of them does not compile. */
export function inLanguage<Words>(en: Words, es: NoInfer<Words>): Words {
  return spoken() === 'es' ? es : en
}

function spoken(): DesktopLanguage {
  return told ?? ofSystem() ?? 'en'
}

function ofSystem(): DesktopLanguage | undefined {
  for (const tag of app.getPreferredSystemLanguages()) {
    const known = desktopLanguage.safeParse(tag.split('-')[0]?.toLowerCase())
    if (known.success) return known.data
  }
  return undefined
}
