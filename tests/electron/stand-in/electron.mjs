/** What the main process imports from `electron`. */
export { app } from './app.mjs'
export { dialog, Menu, Notification, powerMonitor, safeStorage, screen, session, shell } from './system.mjs'
export { BrowserWindow, ipcMain } from './window.mjs'
