import type { Component } from 'svelte'
import LogInScreen from './auth/LogInScreen.svelte'
import RegisterScreen from './auth/RegisterScreen.svelte'
import SetUpScreen from './auth/SetUpScreen.svelte'
import BookScreen from './books/BookScreen.svelte'
import BooksScreen from './books/BooksScreen.svelte'
import MyCouponsScreen from './coupons/MyCouponsScreen.svelte'
import ImportScreen from './imports/ImportScreen.svelte'
import PoolScreen from './pools/PoolScreen.svelte'
import PoolsScreen from './pools/PoolsScreen.svelte'
import UndoRequestsScreen from './redemptions/UndoRequestsScreen.svelte'
import SettingsScreen from './settings/SettingsScreen.svelte'
import type { PlaceName, PlaceParams } from './state/places.ts'
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
  customers: CustomersScreen,
  customer: CustomerScreen,
  pools: PoolsScreen,
  pool: PoolScreen,
  undoRequests: UndoRequestsScreen,
  myCoupons: MyCouponsScreen,
  settings: SettingsScreen,
}
