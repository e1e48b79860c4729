// rcon-client, asked by as many workers as shall be in flight. As many may be pending.
import { load, main, perSecond } from './peer.mjs'

const { Rcon } = load('rcon-client')

await main('rcon-client', {
  async rcon ({ port, in_flight: inFlight, seconds }) {
    const client = await Rcon.connect({ host: '127.0.0.1', port, password: 'secret', maxPending: inFlight })
    return perSecond((count) => {
      const worker = async () => { while (count-- > 0) await client.send('status') }
      return Promise.all(Array.from({ length: inFlight }, worker))
    }, seconds)
  }
})
