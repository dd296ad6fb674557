import './no-eval.ts'
import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { desktop } from './desktop/bridge.ts'
import { language } from './ui/language.ts'

document.documentElement.lang = language
// The menu and the system's dialogs say the same.
void desktop?.speak(language)
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
