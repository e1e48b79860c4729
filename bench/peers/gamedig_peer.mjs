// gamedig: its Valve protocol on fed datagrams, and all of it on sockets.
import { load, main, measured, readMessages, scanned, told } from './peer.mjs'

const { GameDig, protocols } = load('gamedig')
// Each datagram goes past every query under way: with more than this most of the time goes there, and answers are lost.
const MOST_IN_FLIGHT = 500
const QUERIES = { info: 'queryInfo', players: 'queryPlayers', rules: 'queryRules' }

/** A protocol that hears these datagrams when it sends. */
function fed (datagrams) {
  const protocol = new protocols.valve() // eslint-disable-line new-cap
  protocol.options = { requestPlayers: true, requestRules: true }
  protocol.udpSend = async (_, onPacket) => {
    for (const one of datagrams) {
      const result = onPacket(one)
      if (result !== undefined) return result
    }
    throw new Error('no whole answer')
  }
  return protocol
}

async function decode (kind, datagrams) {
  const state = { raw: {}, players: [], bots: [] }
  await fed(datagrams)[QUERIES[kind]](state)
  return state
}

function plain (kind, { name, map, numplayers, maxplayers, password, version, gamePort, raw }) {
  if (kind === 'rules') return Object.entries(raw.rules)
  if (kind === 'players') return raw.players.map(({ name, score, time }) => [name, score, time])
  return {
    name,
    map,
    folder: raw.folder,
    game: raw.game,
    players: numplayers,
    max_players: maxplayers,
    bots: raw.numbots,
    app_id: raw.appId,
    password,
    version,
    port: gamePort,
    steam_id: raw.steamid,
    keywords: raw.tags?.join(',')
  }
}

/** Without the fractions of a second, which no two languages write alike. */
function common (kind, said) {
  if (kind === 'info') return ['name', 'map', 'folder', 'game', 'players', 'max_players'].map(key => said[key])
  return kind === 'players' ? said.map(([name, score, time]) => [name, score, Math.trunc(time)]) : said
}

const questions = {
  decode: ({ kind, replies, seconds }) =>
    measured(one => decode(kind, one), readMessages(replies), seconds, state => common(kind, plain(kind, state))),
  join: ({ replies, seconds }) =>
    measured(one => decode('rules', one), readMessages(replies), seconds, state => plain('rules', state)),
  async scan ({ port, in_flight: inFlight, seconds }) {
    const gamedig = new GameDig()
    const more = { requestPlayers: false, givenPortOnly: true, maxRetries: 1, attemptTimeout: 4000 }
    const ask = host => gamedig.query({ type: 'protocol-valve', address: host, port, ...more })
    if (inFlight <= MOST_IN_FLIGHT) return scanned(ask, inFlight, seconds)
    return { ...await scanned(ask, MOST_IN_FLIGHT, seconds), note: `${MOST_IN_FLIGHT} in flight, no more` }
  },
  /** Its query asks for INFO before anything else. */
  async answer ({ kind, port, engine }) {
    const type = engine === 'goldsource' && kind === 'info' ? 'protocol-goldsrc' : 'protocol-valve'
    const wanted = { requestPlayers: kind === 'players', requestRules: kind === 'rules' }
    const required = { requestPlayersRequired: true, requestRulesRequired: true }
    const where = { type, address: '127.0.0.1', port, givenPortOnly: true, maxRetries: 1, socketTimeout: 1000 }
    let state
    try {
      state = await new GameDig().query({ ...where, ...wanted, ...required })
    } catch (error) {
      return { value: null, error: told(error) }
    }
    return { value: plain(kind, state) }
  }
}

await main('gamedig', questions)
