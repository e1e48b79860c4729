// rcon-client: its queue holds back what is more than maxPending.
import { load, main, perSecond } from './peer.mjs'

const { Rcon } = load('rcon-client')

await main('rcon-client', {
  async rcon ({ port, in_flight: inFlight, seconds }) {
    const client = await Rcon.connect({ host: '127.0.0.1', port, password: 'secret', maxPending: inFlight })
    return perSecond(async (count) => {
      if (inFlight > 1) return Promise.all(Array.from({ length: count }, () => client.send('status')))
      for (; count > 0; --count) await client.send('status')
    }, seconds)
  }
})
