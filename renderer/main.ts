import { mount } from 'svelte'
import { config } from 'zod'
import App from './App.svelte'
import './app.css'

// zod would try `new Function` for speed; the page's policy refuses it and would report each try.
config({ jitless: true })

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
