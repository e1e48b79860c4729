/// WebSocket as it stands on the wire, and what a side reports, in words.
#pragma once

#include <string>
#include <vector>

#include <gamewire/websocket/client.hpp>
#include <gamewire/websocket/key.hpp>
#include <gamewire/websocket/server.hpp>
#include <gamewire/websocket/session.hpp>

#include "hex.hpp"

namespace gamewire::inline v0::websocket {

/// One frame; masked, when there is a mask.
test::buffer frame_of(opcode code, std::string_view payload, std::optional<mask> key = {}, bool last = true);

/// The handshake that a client without a secret sends for these options, and the answer to it.
std::string request_of(const client_options& options);
std::string answer_to(std::string_view request, std::string_view more = "");
/// The same, of a client that knows the server's key already.
inline constexpr std::string_view some_request =
    "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: "
    "13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// What a side hears. It has shaken hands if `open`; with `ends` nothing comes behind the pieces.
struct hearing {
  side is = side::client;
  framing plain = framing::datagram;
  std::size_t max_message = 1000;
  std::size_t max_head = 1000;
  bool open = true;
  bool ends = false;
};

/// A line each: "message \"hi\"", or with lines "heard \"hi\n\"" all in one; "end", or "end: why"; and what it says
/// itself: "says pong \"hi\"", "says close 1002", and of a server "says HTTP 400". Each piece lies in memory of its
/// own that is overwritten once it was read.
std::string hear(const std::vector<test::buffer>& pieces, const hearing& how);

/// The frames in `all`, a line each.
std::string describe_frames(bytes all, std::string_view before = "says ");

}  // namespace gamewire::inline v0::websocket
