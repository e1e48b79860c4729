"""What drives machines over sockets: `blocking.Conversation` in the thread that waits, `aio.Conversation` on the running
asyncio loop. Both know any machine, and none of them."""
