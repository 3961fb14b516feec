// The writing process of the tests: the product's own, with targets of the tests.
import { serveOneDrive } from '#main/drive-write/serve.ts'
import { testNeeds, type TestWriter } from './test-targets.ts'

serveOneDrive(
  {
    send: message => void process.send?.(message),
    onMessage: hear => void process.on('message', hear),
    onClosed: closed => void process.on('disconnect', closed),
  },
  testNeeds(JSON.parse(process.argv[2] ?? '') as TestWriter),
)
