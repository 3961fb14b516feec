// Practice racks and runs as processes of the command line, for the long tests. Runs in Electron-as-node.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import snmp from 'net-snmp'

const root = join(import.meta.dirname, '..', '..')
const built = process.env.RACKLIGHT_TEST_CLI ?? join(root, 'build', 'cli.mjs')

/** Starts a verb; `lines` grows as it speaks. */
export function start(args) {
  const child = spawn(process.execPath, [built, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines = []
  let stderr = ''
  const heard = new Set()
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text))
  createInterface({ input: child.stdout }).on('line', line => {
    // The last line of a process that was killed may be cut.
    lines.push(line)
    heard.forEach(tell => tell())
  })
  const ended = new Promise(resolve =>
    child.on('close', (status, signal) => {
      heard.forEach(tell => tell())
      resolve({ status, signal, lines, stderr })
    }),
  )
  const first = new Promise((resolve, reject) => {
    const look = () => {
      if (lines.length > 0) resolve(lines[0])
      else if (child.exitCode !== null) reject(new Error(`it ended without a word: ${stderr}`))
      else return
      heard.delete(look)
    }
    heard.add(look)
  })
  return { child, lines, ended, first }
}

export const run = args => start(args).ended

/** Runs a verb that answers with one document. */
export async function ask(args) {
  const { status, lines, stderr } = await run(args)
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${lines.join('')} ${stderr}`)
  return JSON.parse(lines.join('\n'))
}

export async function openPractice(options) {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-soak-'))
  const practice = start(['practice', '--json', '--reveal', '--technician', '--data', dir, ...options])
  const offer = JSON.parse(await practice.first)
  return {
    dir,
    offer,
    wiring: new Map(offer.wiring.map(({ pdu, outlet, machine }) => [`${pdu}:${outlet}`, machine.uuid])),
    close: async () => {
      practice.child.kill('SIGTERM')
      await practice.ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const sessionOf = ({ address, community }) => {
  const [host, port] = address.split(':')
  const session = snmp.createSession(host, community, { port: Number(port), version: snmp.Version2c, retries: 3 })
  session.on('error', () => {})
  return session
}

const spoken = (pdu, work) =>
  new Promise((resolve, reject) => {
    const session = sessionOf(pdu)
    work(session, (error, answer) => {
      session.close()
      if (error) reject(error)
      else resolve(answer)
    })
  })

/** rPDU2OutletSwitchedStatusState: off(1), on(2). */
export async function stateOf(pdu, outlet) {
  const oid = `1.3.6.1.4.1.318.1.1.26.9.2.3.1.5.${outlet}`
  const [answer] = await spoken(pdu, (session, done) => session.get([oid], done))
  return answer.value === 2 ? 'on' : 'off'
}

/** Another hand at the PDU, by rPDU2OutletSwitchedControlCommand: immediateOn(1). */
export async function switchOn(pdu, outlet) {
  const oid = `1.3.6.1.4.1.318.1.1.26.9.2.4.1.5.${outlet}`
  await spoken(pdu, (session, done) => session.set([{ oid, type: snmp.ObjectType.Integer, value: 1 }], done))
  while ((await stateOf(pdu, outlet)) !== 'on');
}
