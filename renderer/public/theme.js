// Runs before the first paint, so that a chosen theme never flashes the other one. The policy allows no inline script.
try {
  const theme = localStorage.getItem('cuponera.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // A browser that keeps nothing follows the system.
}
