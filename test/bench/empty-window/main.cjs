// The least that Electron can open: what the start of Racklight is measured against.
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

const at = process.argv.indexOf('--data')
app.setPath('userData', process.argv[at + 1])
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences: { sandbox: true } })
  window.once('ready-to-show', () => window.show())
  void window.loadFile(join(__dirname, 'index.html'))
})
