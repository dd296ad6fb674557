import type { Component } from 'svelte'
import ApiKeysScreen from './api-keys/ApiKeysScreen.svelte'
import ActivityScreen from './audit/ActivityScreen.svelte'
import LogInScreen from './auth/LogInScreen.svelte'
import RegisterScreen from './auth/RegisterScreen.svelte'
import SetUpScreen from './auth/SetUpScreen.svelte'
import BookScreen from './books/BookScreen.svelte'
import BooksScreen from './books/BooksScreen.svelte'
import MyCouponsScreen from './coupons/MyCouponsScreen.svelte'
import DistributeScreen from './distributions/DistributeScreen.svelte'
import DistributionScreen from './distributions/DistributionScreen.svelte'
import GenerateScreen from './generate/GenerateScreen.svelte'
import ImportCustomersScreen from './imports/ImportCustomersScreen.svelte'
import ImportMembersScreen from './imports/ImportMembersScreen.svelte'
import ImportScreen from './imports/ImportScreen.svelte'
import ImportsScreen from './imports/ImportsScreen.svelte'
import PoolScreen from './pools/PoolScreen.svelte'
import PoolsScreen from './pools/PoolsScreen.svelte'
import RedemptionsScreen from './redemptions/RedemptionsScreen.svelte'
import PrintScreen from './print/PrintScreen.svelte'
import UndoRequestsScreen from './redemptions/UndoRequestsScreen.svelte'
import ReportsScreen from './reports/ReportsScreen.svelte'
import SettingsScreen from './settings/SettingsScreen.svelte'
import StoreSettingsScreen from './settings/StoreSettingsScreen.svelte'
import type { PlaceName, PlaceParams } from './state/places.ts'
import TeamScreen from './team/TeamScreen.svelte'
import TillScreen from './till/TillScreen.svelte'
import CustomerScreen from './users/CustomerScreen.svelte'
import CustomersScreen from './users/CustomersScreen.svelte'

/** The component of each place; its props are the parameters of the place's path. `home` only leads on. */
export const screens: { [Name in Exclude<PlaceName, 'home'>]: Component<PlaceParams<Name>> } = {
  setUp: SetUpScreen,
  logIn: LogInScreen,
  register: RegisterScreen,
  till: TillScreen,
  books: BooksScreen,
  book: BookScreen,
  importCodes: ImportScreen,
  importCustomers: ImportCustomersScreen,
  importMembers: ImportMembersScreen,
  imports: ImportsScreen,
  generate: GenerateScreen,
  print: PrintScreen,
  customers: CustomersScreen,
  customer: CustomerScreen,
  pools: PoolsScreen,
  pool: PoolScreen,
  activity: ActivityScreen,
  reports: ReportsScreen,
  redemptions: RedemptionsScreen,
  distribute: DistributeScreen,
  distribution: DistributionScreen,
  undoRequests: UndoRequestsScreen,
  myCoupons: MyCouponsScreen,
  settings: SettingsScreen,
  storeSettings: StoreSettingsScreen,
  team: TeamScreen,
  apiKeys: ApiKeysScreen,
}
