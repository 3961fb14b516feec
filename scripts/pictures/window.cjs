// Electron's side of the pictures: opens the built view on each scene, does what a person would, and keeps what is seen.
const { readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { app, BrowserWindow, ipcMain } = require('electron')

const [page, listFile, outDir] = process.argv.slice(-3)
const list = JSON.parse(readFileSync(listFile, 'utf8'))
let scene = null
ipcMain.on('scene', event => {
  event.returnValue = scene
})

const wait = ms => new Promise(done => setTimeout(done, ms))
const settle = async window => {
  await window.webContents.executeJavaScript(
    'document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))))',
  )
  await wait(60)
}

const press = selector => `{
  const found = document.querySelector(${JSON.stringify(selector)})
  if (!found) throw new Error('nothing to press: ' + ${JSON.stringify(selector)})
  found.focus?.()
  found.dispatchEvent(new MouseEvent('click', { bubbles: true }))
}`

async function act(window, what) {
  if (what.startsWith('key:')) {
    const keyCode = what.slice(4)
    window.webContents.sendInputEvent({ type: 'keyDown', keyCode })
    window.webContents.sendInputEvent({ type: 'keyUp', keyCode })
    await wait(120)
  } else if (what.startsWith('type:')) await window.webContents.insertText(what.slice(5))
  else await window.webContents.executeJavaScript(press(what))
  await settle(window)
}

async function take(picture) {
  scene = picture
  const window = new BrowserWindow({
    width: picture.width,
    height: picture.height,
    useContentSize: true,
    show: false,
    frame: false,
    webPreferences: { preload: join(__dirname, 'preload.cjs'), sandbox: true, contextIsolation: true, offscreen: true },
  })
  const said = []
  window.webContents.on('console-message', ({ level, message }) => {
    if (level === 'warning' || level === 'error') said.push(message)
  })
  await window.loadFile(page)
  await settle(window)
  for (const what of picture.acts) await act(window, what)
  await wait(100)
  await settle(window)
  const image = await window.webContents.capturePage()
  writeFileSync(join(outDir, `${picture.name}.png`), image.toPNG())
  for (const line of said) console.error(`${picture.name}: ${line}`)
  window.destroy()
  return said.length === 0
}

app.on('window-all-closed', () => {})
void app.whenReady().then(async () => {
  let well = true
  for (const picture of list) {
    try {
      well = (await take(picture)) && well
    } catch (error) {
      console.error(`${picture.name}: ${error.message}`)
      well = false
    }
  }
  app.exit(well ? 0 : 1)
})
