// The public portal. It is kept small and has no component library: people come by telephone and slow networks.

import { createRoot } from 'react-dom/client'
import { Portal } from './pages/public/Portal'
import './words/public'
import './app/app.css'

const rootElement = document.getElementById('root')
if (rootElement) createRoot(rootElement).render(<Portal />)
