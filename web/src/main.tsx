// The staff's application.

import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import './app/app.css'

const rootElement = document.getElementById('root')
if (rootElement) createRoot(rootElement).render(<App />)
