import type { Component } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { places, type PlaceName, type PlaceParams } from './state/places.ts'

/** Places that lead on, and those of visitors, who are shown them without a choice (auth/Visitor.svelte). */
type WithoutScreen = 'home' | 'setUp' | 'logIn' | 'register'
export type ScreenName = Exclude<PlaceName, WithoutScreen>

/**
 * The screen of each place, brought when it is first wanted: whoever logs in waits for one screen and not for thirty. Its props are the
 * parameters of the place's path.
 */
const screens: { [Name in ScreenName]: () => Promise<{ default: Component<PlaceParams<Name>> }> } = {
  till: () => import('./till/TillScreen.svelte'),
  books: () => import('./books/BooksScreen.svelte'),
  book: () => import('./books/BookScreen.svelte'),
  coupons: () => import('./coupons/CouponsScreen.svelte'),
  importCodes: () => import('./imports/ImportScreen.svelte'),
  importCustomers: () => import('./imports/ImportCustomersScreen.svelte'),
  importMembers: () => import('./imports/ImportMembersScreen.svelte'),
  imports: () => import('./imports/ImportsScreen.svelte'),
  generate: () => import('./generate/GenerateScreen.svelte'),
  generations: () => import('./generate/GenerationsScreen.svelte'),
  print: () => import('./print/PrintScreen.svelte'),
  customers: () => import('./users/CustomersScreen.svelte'),
  customer: () => import('./users/CustomerScreen.svelte'),
  pools: () => import('./pools/PoolsScreen.svelte'),
  pool: () => import('./pools/PoolScreen.svelte'),
  activity: () => import('./audit/ActivityScreen.svelte'),
  reports: () => import('./reports/ReportsScreen.svelte'),
  redemptions: () => import('./redemptions/RedemptionsScreen.svelte'),
  refusals: () => import('./reports/RefusalsScreen.svelte'),
  distribute: () => import('./distributions/DistributeScreen.svelte'),
  distribution: () => import('./distributions/DistributionScreen.svelte'),
  undoRequests: () => import('./redemptions/UndoRequestsScreen.svelte'),
  myCoupons: () => import('./coupons/MyCouponsScreen.svelte'),
  settings: () => import('./settings/SettingsScreen.svelte'),
  storeSettings: () => import('./settings/StoreSettingsScreen.svelte'),
  team: () => import('./team/TeamScreen.svelte'),
  apiKeys: () => import('./api-keys/ApiKeysScreen.svelte'),
  firstSteps: () => import('./guide/FirstStepsScreen.svelte'),
  help: () => import('./guide/HelpScreen.svelte'),
}

/** The screens that are there. */
export const shownScreens = new SvelteMap<ScreenName, Component<Record<string, string>>>()

export function isScreen(name: PlaceName): name is ScreenName {
  return name in screens
}

/** Brings a screen. @throws when the server is away, or has another version whose screens have other addresses. */
export async function bringScreen(name: ScreenName): Promise<void> {
  if (shownScreens.has(name)) return
  const { default: screen } = await screens[name]()
  // The table ties each place to the props of its screen; here it is only known that they belong together.
  shownScreens.set(name, screen as Component<Record<string, string>>)
}

/** Brings, one after the other, all screens that `may` lets somebody see: no later step waits, and none needs the server to be there. */
export async function bringScreens(
  may: (role: (typeof places)[ScreenName]['role']) => boolean,
): Promise<void> {
  for (const name of Object.keys(screens) as ScreenName[]) if (may(places[name].role)) await bringScreen(name)
}
