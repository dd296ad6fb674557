import { config } from 'zod'

// zod would try `new Function` for speed; the page's policy refuses it and reports each try. Imported before any schema is made.
config({ jitless: true })
