// Loaded into either app before its own code: says when its window could be used, in milliseconds since the process began.
const { app } = require('electron')

const usable = `new Promise(done => {
  const look = () => {
    const button = document.querySelector('button:enabled')
    if (button && button.getClientRects().length > 0) requestAnimationFrame(() => done(null))
    else requestAnimationFrame(look)
  }
  look()
})`

app.on('web-contents-created', (_event, page) => {
  page.once('dom-ready', () => {
    void page.executeJavaScript(usable).then(() => {
      process.stdout.write(`usable after ${Date.now() - process.getCreationTime()}\n`)
      app.exit(0)
    })
  })
})
