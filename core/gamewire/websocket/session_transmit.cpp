#include <algorithm>
#include <utility>

#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {

bytes session::poll_transmit(time_point now) noexcept {
  pass(now);
  if (is_.broken) return {};
  if (!std::exchange(is_.begun, true)) handshake_due_ = later(now_, setup_.handshake_timeout);
  if (!is_.open && !leaves()) return opening_->unsent();
  if (pong_size_ && has_room_for(max_frame_header + *pong_size_))
    put_frame(opcode::pong, bytes(pong_).first(*std::exchange(pong_size_, std::nullopt)));
  if (is_.ping_due && has_room_for(max_frame_header)) put_ping();
  return unsent();
}

void session::put_ping() noexcept {
  is_.ping_due = false;
  put_frame(opcode::ping, {});
  ping_left_ = unsent().size();
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  pass(now);
  if (!is_.open && !leaves()) return opening_->sent(std::min(size, opening_->unsent().size()));
  size = std::min(size, unsent().size());
  taken_ += size;
  // Nobody answers what he has not got. As long as something goes he is there, and his time begins when the Ping has gone.
  if (is_.asking && size != 0 && (is_.ping_due || ping_left_ != 0))
    sign_due_ = later(now_, setup_.pong_timeout);
  ping_left_ -= std::min(size, ping_left_);
  if (taken_ != out_.size()) return;
  out_.release();
  taken_ = 0;
}

bytes session::shown_transmit() const noexcept {
  if (is_.broken) return {};
  return !is_.open && !leaves() ? opening_->shown() : unsent();
}

std::size_t session::write(bytes in, time_point now) noexcept {
  pass(now);
  if (!is_.open || leaves() || is_.parting || is_.broken || in.empty()) return 0;
  if (setup_.plain == framing::stream) return write_line(in);
  if (!has_room_for(max_frame_header + in.size())) return 0;
  put_frame(setup_.writes, in);
  return is_.broken ? 0 : in.size();
}

/// One line, or some of it. One that is too long to wait for its end goes in several frames.
std::size_t session::write_line(bytes in) noexcept {
  const auto end = std::ranges::find(in, std::byte{'\n'});
  const auto size = static_cast<std::size_t>(end - in.begin());
  const bool ends = size != in.size();
  if (line_.size() >= setup_.max_unsent && unsent().empty()) put_line({}, false);
  const std::size_t fits = setup_.max_unsent - std::min(setup_.max_unsent, line_.size());
  const bool lies_whole = ends && line_.empty();  // then it is not copied
  const std::size_t taken = lies_whole ? size : std::min(size, fits);
  const bool free = has_room_for(max_frame_header + line_.size() + taken);
  if (lies_whole && !free) return 0;
  if (!lies_whole && !line_.append(in.first(taken))) return fail(gamewire::errc::no_memory), 0;
  if (!ends || taken != size || !free) return taken;
  put_line(lies_whole ? in.first(size) : bytes{}, true);
  return is_.broken ? 0 : size + 1;
}

/// What has come of the line and `end`, one of which is empty.
void session::put_line(bytes end, bool last) noexcept {
  const opcode code = std::exchange(in_line_, !last) ? opcode::continuation : setup_.writes;
  put_frame(code, line_.empty() ? end : line_.view(), last);
  line_.release();
}

void session::put_frame(opcode code, bytes payload, bool last) noexcept {
  if (is_.parting || is_.broken) return;
  frame_header header{.code = code, .last = last, .length = payload.size()};
  if (setup_.is == side::client) header.mask = keys_.next_mask();
  std::array<std::byte, max_frame_header> room;
  const std::size_t size = encode_header(header, room);
  if (taken_ > out_.size() / 2) out_.drop_front(std::exchange(taken_, 0));
  const std::size_t before = out_.size();
  if (!out_.extend(size + payload.size())) {
    is_.failed = true;
    if (!end_) end_ = gamewire::errc::no_memory;
    return break_off();
  }
  const auto made = out_.data().subspan(before);
  std::ranges::copy(std::span(room).first(size), made.begin());
  std::ranges::copy(payload, made.subspan(size).begin());
  if (header.mask) apply_mask(made.subspan(size), *header.mask);
}

/// Our last frame. Without a code: as the peer did.
void session::put_goodbye(std::uint16_t code) noexcept {
  const std::array payload{static_cast<std::byte>(code >> 8), static_cast<std::byte>(code)};
  put_frame(opcode::close, bytes(payload).first(code == 0 ? 0 : 2));
  is_.parting = true;
}

/// Always for one thing, however large: else it would wait for ever.
bool session::has_room_for(std::size_t size) const noexcept {
  const std::size_t used = unsent().size();
  return used == 0 || (used < setup_.max_unsent && size <= setup_.max_unsent - used);
}

}  // namespace gamewire::inline v0::websocket
