import './quiet-zod.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import '@fontsource-variable/atkinson-hyperlegible-mono/wght.css'
import './style/tokens.css'
import './style/ground.css'
import './style/base.css'
import './style/controls.css'
import './style/sheets.css'
import './style/shell.css'
import './style/rack.css'
import './style/lanes.css'
import './style/crowded-lanes.css'
import './style/panels.css'
import './style/questions.css'
import './style/setup.css'
import './style/keys.css'
import './style/pdu.css'
import './style/setup-lists.css'
import './style/first.css'
import './style/big.css'
import './style/modes.css'
import './style/print.css'
import { startKeyboard } from './keyboard/keyboard.ts'
import { App } from './shell/App.tsx'
import { Mishap } from './shell/Mishap.tsx'
import { browserClock } from './state/clock.ts'
import { loadLook } from './state/look.ts'
import { mainProcess } from './state/main-process.ts'
import { startTicking } from './state/rack.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')
startTicking(browserClock)
startKeyboard(browserClock)
mainProcess.start()
void loadLook()
createRoot(root).render(
  <StrictMode>
    <Mishap>
      <App />
    </Mishap>
  </StrictMode>,
)
