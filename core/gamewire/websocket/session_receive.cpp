#include <algorithm>
#include <utility>

#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr std::uint16_t normal_closure = 1000;
constexpr std::byte newline{'\n'};

}  // namespace

void session::receive(bytes in, time_point now) noexcept {
  pass(now);
  if (in.empty() || cut_ || is_.broken || !hears() || (!is_.open && leaves())) return;
  if (!is_.drained) return fail(errc::not_drained);  // the stream has a hole
  is_.asking = is_.ping_due = false;
  sign_due_ = setup_.ping_interval == nanoseconds::zero() ? never : later(now_, setup_.ping_interval);
  if (is_.open)
    input_.feed(in);
  else if (!handshake(in))
    return;
  read();
}

bool session::handshake(bytes in) noexcept {
  const auto over = opening_->read(in, out_);
  if (!over) return fail(over.error()), false;
  if (!*over) return false;
  is_.open = true;
  input_.feed(opening_->trailing());
  opening_->finish();
  return true;
}

/// Up to the next message, so that what the peer wants to hear goes out without delay, and nothing is queued.
void session::read() noexcept {
  while (!ready_ && hears() && step()) {
  }
  if (ready_)
    is_.drained = false;
  else if (hears() && !input_.keep())
    fail(gamewire::errc::no_memory);
}

/// False: more has to come, or nothing more will.
bool session::step() noexcept { return frame_ ? take_payload() : begin_frame(); }

bool session::begin_frame() noexcept {
  const auto first = input_.peek(2);
  if (!first) return false;
  const std::size_t size = header_size(*first);
  auto seen = input_.peek(size);
  if (!seen) seen = input_.peek(2);
  const auto header = decode_header(*seen);
  if (!header) return fail(header.error()), false;
  if (!*header) return false;
  if (const auto error = judge(**header)) return fail(error), false;
  if (is_control((*header)->code)) return take_control(**header, size);
  input_.consume(size);
  frame_ = **header;
  left_ = frame_->length;
  if (frame_->code != opcode::continuation) message_kind_ = frame_->code;
  if (left_ == 0 && !frame_->last) ++empty_fragments_;
  return true;
}

std::error_code session::judge(const frame_header& header) const noexcept {
  if (header.mask.has_value() != (setup_.is == side::server))
    return setup_.is == side::server ? errc::unmasked : errc::masked;
  if (is_control(header.code)) return {};
  if (message_kind_.has_value() != (header.code == opcode::continuation)) return errc::bad_continuation;
  if (!is_.shut && header.length > setup_.max_message - message_.size()) return errc::message_too_large;
  const bool is_empty = header.length == 0 && !header.last;
  if (is_empty && empty_fragments_ >= setup_.max_empty_fragments) return errc::too_many_fragments;
  return {};
}

bool session::take_control(const frame_header& header, std::size_t size) noexcept {
  const auto whole = input_.peek(size + static_cast<std::size_t>(header.length));
  if (!whole) return false;
  std::array<std::byte, max_control_payload> room;
  const auto payload = std::span(room).first(whole->size() - size);
  std::ranges::copy(whole->subspan(size), payload.begin());
  if (header.mask) apply_mask(payload, *header.mask);
  input_.consume(whole->size());
  if (header.code == opcode::close) take_close(payload);
  if (header.code != opcode::ping) return true;
  std::ranges::copy(payload, pong_.begin());
  pong_size_ = payload.size();
  return true;
}

/// Answered in kind: RFC 6455, 5.5.1. What comes behind it does not count.
void session::take_close(bytes payload) noexcept {
  const auto reason = decode_close(payload);
  if (!reason) return fail(reason.error());
  is_.parted = true;
  end_ = reason->code == 0 || reason->code == normal_closure ? std::error_code{} : close_error(reason->code);
  input_.feed({});
  put_goodbye(reason->code);
}

/// Behind a header there is nothing in the input but the piece that was received, so what lies there stays there.
bool session::take_payload() noexcept {
  const bytes all = input_.front();
  const bytes data = all.first(static_cast<std::size_t>(std::min<std::uint64_t>(all.size(), left_)));
  if (data.empty() && left_ != 0) return false;
  left_ -= data.size();
  input_.consume(data.size());
  const bool lies_whole = data.size() == frame_->length && frame_->last && message_.empty() && !frame_->mask;
  if (!is_.shut && !lies_whole && !keep_payload(data)) return fail(gamewire::errc::no_memory), false;
  const bytes whole = lies_whole ? data : message_.view();
  if (!is_.shut && message_kind_ == opcode::text && !text_.add(whole.last(data.size())))
    return fail(errc::bad_text), false;
  if (left_ == 0) end_frame(whole);
  return true;
}

bool session::keep_payload(bytes data) noexcept {
  const std::uint64_t before = frame_->length - left_ - data.size();
  if (!message_.append(data)) return false;
  if (frame_->mask) apply_mask(message_.data().last(data.size()), *frame_->mask, before);
  return true;
}

void session::end_frame(bytes whole) noexcept {
  const bool last = frame_->last;
  frame_.reset();
  if (!last) return;
  message_kind_.reset();
  empty_fragments_ = 0;
  if (is_.shut) return;
  if (!text_.complete()) return fail(errc::bad_text);
  ready_ = whole;
}

std::optional<bytes> session::poll_plain() noexcept {
  if (std::exchange(is_.shown, false)) message_.release();
  if (!is_.open || leaves()) return {};
  if (std::exchange(newline_due_, false)) return bytes(&newline, 1);
  if (!ready_) read();
  if (ready_) return show();
  is_.drained = true;
  conclude();
  return {};
}

/// A message that ends its line by itself gets no other newline.
bytes session::show() noexcept {
  const bytes whole = *std::exchange(ready_, std::nullopt);
  is_.shown = true;
  if (setup_.plain == framing::datagram) return whole;
  if (whole.empty()) return {&newline, 1};
  newline_due_ = whole.back() != newline;
  return whole;
}

}  // namespace gamewire::inline v0::websocket
