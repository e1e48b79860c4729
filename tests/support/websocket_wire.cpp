#include "websocket_wire.hpp"

#include <algorithm>
#include <stdexcept>

#include <gamewire/text.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr time_point start{std::chrono::seconds(1)};

void append(test::buffer& to, bytes more) { to.insert(to.end(), more.begin(), more.end()); }

std::string name_of(opcode code) {
  switch (code) {
    case opcode::continuation: return "continuation";
    case opcode::text: return "text";
    case opcode::binary: return "binary";
    case opcode::close: return "close";
    case opcode::ping: return "ping";
    case opcode::pong: return "pong";
  }
  return "?";
}

class listener {
 public:
  explicit listener(const hearing& how) : how_(how) {}

  template <class Layer>
  std::string listen(Layer layer, const std::vector<test::buffer>& pieces) {
    shake_hands(layer);
    for (test::buffer piece : pieces) {
      piece.shrink_to_fit();
      layer.receive(piece, start);
      drain(layer);
      std::ranges::fill(piece, std::byte{0xa5});
    }
    if (how_.ends) {
      layer.receive_end({}, start);
      drain(layer);
    }
    flush();
    const bytes said = layer.poll_transmit(start);
    if (as_text(said).starts_with("HTTP"))
      return log_ + "says " + std::string(as_text(said).substr(0, 12)) + '\n';
    return log_ + (as_text(said).starts_with("GET") ? "" : describe_frames(said));
  }

 private:
  template <class Layer>
  void shake_hands(Layer& layer) {
    const bytes request = layer.poll_transmit(start);
    const std::string answer(how_.is == side::client ? answer_to(as_text(request)) : some_request);
    layer.transmitted(request.size(), start);
    if (!how_.open) return;
    layer.receive(as_bytes(answer), start);
    drain(layer);
    if (!layer.open()) throw std::logic_error("no handshake");
    layer.transmitted(layer.poll_transmit(start).size(), start);
  }

  template <class Layer>
  void drain(Layer& layer) {
    if (!how_.open && !opened_ && layer.open()) log_ += "open\n", opened_ = true;
    while (const auto piece = layer.poll_plain()) {
      if (how_.plain == framing::datagram)
        log_ += "message " + shown(as_text(*piece)) + '\n';
      else
        heard_ += as_text(*piece);
    }
    const auto why = layer.plain_end();
    if (!why || ended_) return;
    flush();
    ended_ = true;
    log_ += *why ? "end: " + why->message() + '\n' : "end\n";
  }
  static std::string shown(std::string_view text) {
    if (text.size() <= 100) return test::quoted(text);
    return test::quoted(text.substr(0, 10)) + "... " + std::to_string(text.size()) + " bytes";
  }
  void flush() {
    if (!heard_.empty()) log_ += "heard " + test::quoted(heard_) + '\n';
    heard_.clear();
  }

  hearing how_;
  std::string log_, heard_;
  bool ended_ = false, opened_ = false;
};

}  // namespace

test::buffer frame_of(opcode code, std::string_view payload, std::optional<mask> key, bool last) {
  std::array<std::byte, max_frame_header> room;
  const std::size_t size =
      encode_header({.code = code, .last = last, .length = payload.size(), .mask = key}, room);
  test::buffer out(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
  append(out, as_bytes(payload));
  if (key) apply_mask(std::span(out).subspan(size), *key);
  return out;
}

std::string request_of(const client_options& options) {
  messages made(options);
  return std::string(as_text(made.poll_transmit(start)));
}

std::string answer_to(std::string_view request, std::string_view more) {
  constexpr std::string_view name = "\r\nSec-WebSocket-Key: ";
  handshake_key key{};
  std::ranges::copy(request.substr(request.find(name) + name.size(), key.size()), key.begin());
  const accept_key accept = accept_of(key);
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
         "Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(accept.data(), accept.size()) + "\r\n" + std::string(more) + "\r\n";
}

std::string hear(const std::vector<test::buffer>& pieces, const hearing& how) {
  const client_options client{.host = "a", .max_message = how.max_message, .max_head = how.max_head};
  const server_options server{.path = "/chat", .max_message = how.max_message, .max_head = how.max_head};
  listener on(how);
  const bool whole = how.plain == framing::datagram;
  if (how.is == side::client)
    return whole ? on.listen(messages(client), pieces) : on.listen(lines(client), pieces);
  return whole ? on.listen(server_messages(server), pieces) : on.listen(server_lines(server), pieces);
}

std::string describe_frames(bytes all, std::string_view before) {
  std::string log;
  while (!all.empty()) {
    const auto header = decode_header(all);
    if (!header || !*header) return log + "?\n";
    const std::size_t size = header_size(all);
    test::buffer payload(all.begin() + static_cast<std::ptrdiff_t>(size),
                         all.begin() + static_cast<std::ptrdiff_t>(size + (*header)->length));
    all = all.subspan(size + payload.size());
    if ((*header)->mask) apply_mask(payload, *(*header)->mask);
    log += std::string(before) + name_of((*header)->code) + ((*header)->last ? "" : " (more)");
    if ((*header)->code == opcode::close && payload.size() >= 2) {
      log += ' ' + std::to_string(std::to_integer<int>(payload[0]) << 8 | std::to_integer<int>(payload[1]));
      payload.erase(payload.begin(), payload.begin() + 2);
    }
    if (!payload.empty()) log += ' ' + test::quoted(as_text(payload));
    log += '\n';
  }
  return log;
}

}  // namespace gamewire::inline v0::websocket
