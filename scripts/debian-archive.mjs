// Packages of Debian by version and hash, through this machine's own mirror, in an apt configuration of its own:
// neither the machine's sources nor its installed packages are touched.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'
/** The labels under which Debian's two archives sign what they offer. */
const labels = { main: 'Debian', security: 'Debian-Security' }

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, ...options })
  if (done.error?.code === 'ENOENT') throw new Error(`${command} is not here: the payload is put together on Debian`)
  return done
}

/** Where this machine gets Debian from, by the archive's label. */
function mirrors() {
  const listed = run('apt-get', ['indextargets', '--format', '$(LABEL)|$(REPO_URI)', 'Identifier: Packages'])
  const found = new Map(listed.stdout.split('\n').map(line => line.split('|')))
  const main = found.get(labels.main)
  if (main === undefined)
    throw new Error('apt has no index of Debian on this machine. Mend: add a Debian source, then apt-get update')
  return { main, security: found.get(labels.security) ?? null }
}

/** Prepares apt in `folder` and answers with what fetches a pinned package there. */
export function openArchive(folder, suites) {
  for (const part of ['lists/partial', 'cache/archives/partial', 'parts', 'state', 'debs'])
    mkdirSync(join(folder, part), { recursive: true })
  const { main, security } = mirrors()
  const line = (uri, suite) => `deb [signed-by=${keyring}] ${uri} ${suite} main\n`
  const sources = suites.flatMap(suite => {
    if (!suite.endsWith('-security')) return [line(main, suite)]
    return security === null ? [] : [line(security, suite)]
  })
  writeFileSync(join(folder, 'sources.list'), sources.join(''))
  writeFileSync(join(folder, 'state', 'status'), '')
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': join(folder, 'parts'),
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': join(folder, 'state', 'status'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'Acquire::Languages': 'none',
    ...(process.getuid() === 0 ? { 'APT::Sandbox::User': 'root' } : {}),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const updated = run('apt-get', [...options, '-q', 'update'])
  if (updated.status !== 0) throw new Error(`apt-get update failed: ${updated.stderr.trim()}`)

  return {
    /** The folder with the package's files; a package of another hash is refused. */
    fetch({ package: name, version, sha256 }) {
      const debs = join(folder, 'debs', name)
      rmSync(debs, { recursive: true, force: true })
      mkdirSync(debs)
      const got = run('apt-get', [...options, '-q', 'download', `${name}=${version}`], { cwd: debs })
      if (got.status !== 0) {
        const offered = run('apt-cache', [...options, 'madison', name]).stdout.match(/\|\s*(\S+)\s*\|/g) ?? []
        const others = [...new Set(offered.map(one => one.replace(/[|\s]/g, '')))].join(', ')
        throw new Error(
          `${name} ${version} is no longer to be had from the archive, which offers ${others || 'none'}. ` +
            'Mend: pin another version with its hash in scripts/payload-pins.mjs, and try its loaders with npm run rig',
        )
      }
      const deb = join(debs, readdirSync(debs)[0])
      const digest = createHash('sha256').update(readFileSync(deb)).digest('hex')
      if (digest !== sha256) throw new Error(`${name} ${version} is not the pinned file: its SHA-256 is ${digest}`)
      const files = join(folder, 'files', name)
      rmSync(files, { recursive: true, force: true })
      mkdirSync(files, { recursive: true })
      const opened = run('dpkg-deb', ['-x', deb, files])
      if (opened.status !== 0) throw new Error(`${name} cannot be opened: ${opened.stderr.trim()}`)
      return files
    },
  }
}
