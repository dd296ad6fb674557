import './no-eval.ts'
import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { language } from './ui/language.ts'

document.documentElement.lang = language
const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
