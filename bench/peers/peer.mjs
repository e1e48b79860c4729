// What the peers in JavaScript share; peer.py says what they are asked. Modules come from node_modules in the current
// directory.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(process.cwd() + '/')
const PASS = 20e3 // microseconds
const MESSAGES = 512
const ROUND = 256

export const load = (name) => require(name)

/** The datagrams of each of the first messages; replies.cpp says how they are written. */
export function readMessages (path) {
  const data = readFileSync(path)
  const messages = []
  let at = 0
  const number = () => data.readUInt32LE((at += 4) - 4)
  while (at < data.length && messages.length < MESSAGES) {
    const datagrams = []
    for (let left = number(); left > 0; --left) {
      const size = number()
      datagrams.push(data.subarray(at, at + size))
      at += size
    }
    messages.push(datagrams)
  }
  return messages
}

const cpu = () => { const used = process.cpuUsage(); return used.user + used.system }

/** The least CPU time of one message in ns, over passes that go round them. */
async function perMessage (work, messages, seconds) {
  let i = 0
  const next = () => messages[i++ % messages.length]
  const start = cpu()
  let done = 0
  for (; done === 0 || cpu() - start < PASS; ++done) await work(next())
  let best = Infinity
  for (const end = cpu() + seconds * 1e6; cpu() < end;) {
    const before = cpu()
    for (let k = 0; k < done; ++k) await work(next())
    const took = (cpu() - before) * 1e3 / done
    if (took < best) best = took
    if (cpu() - before < PASS / 2) done *= 2 // it was still being compiled
  }
  return best
}

/** Looks at each message once, with a digest of what `plain` makes of it, and measures with those that went well. */
export async function measured (work, messages, seconds, plain) {
  const good = []
  const found = createHash('sha256')
  let error = null
  for (const one of messages) {
    try {
      found.update(JSON.stringify(plain(await work(one))))
      good.push(one)
    } catch (raised) {
      error ??= told(raised)
    }
  }
  const value = good.length ? await perMessage(work, good, seconds) : null
  const counts = { failed: messages.length - good.length, of: messages.length }
  return { value, digest: found.digest('hex').slice(0, 16), ...counts, error }
}

export const told = (error) => `${error.name}: ${error.message}`.slice(0, 120)

export async function perSecond (round, seconds) {
  await round(ROUND)
  const took = []
  for (const end = performance.now() + seconds * 1e3; performance.now() < end || !took.length;) {
    const start = performance.now()
    await round(ROUND)
    took.push(performance.now() - start)
  }
  return { value: ROUND / took.sort((a, b) => a - b)[took.length >> 1] * 1e3 }
}

/** `ask(host)` with so many in flight, for so long. */
export async function scanned (ask, inFlight, seconds) {
  let started = 0
  let answered = 0
  let failed = 0
  const start = performance.now()
  const before = cpu()
  const worker = async () => {
    while (performance.now() - start < seconds * 1e3) {
      const number = ++started
      try {
        await ask(`127.${1 + (number >> 16 & 0x7f)}.${number >> 8 & 0xff}.${number & 0xff}`)
        ++answered
      } catch {
        ++failed
      }
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
  const value = answered / (performance.now() - start) * 1e3
  return { value, cpu_us: answered ? (cpu() - before) / answered : null, answered, failed }
}

export async function main (name, questions) {
  const [asked, text] = process.argv.slice(2)
  if (!(asked in questions)) throw new Error(`${name} cannot ${asked}`)
  const result = await questions[asked](JSON.parse(text))
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`))
  console.log(JSON.stringify({ question: asked, peer: name, version, ...result }))
  process.exit() // what is still open keeps nobody
}
