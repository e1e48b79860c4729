#include <algorithm>
#include <utility>

#include <gamewire/websocket/session.hpp>

namespace gamewire::inline v0::websocket {
namespace {

constexpr std::uint16_t normal_closure = 1000;
/// A control frame is read whole.
constexpr std::size_t most_kept = max_frame_header + max_control_payload;

}  // namespace

session::session(const session_setup& chosen, std::unique_ptr<opening> first,
                 const siphash_key& keys) noexcept
    : setup_(chosen), opening_(std::move(first)), keys_(keys), input_(most_kept) {
  begin();
}

void session::opened(time_point now) noexcept {
  pass(now);
  begin();
}

void session::begin() noexcept {
  opening_->begin(keys_);
  input_ = stream_input(most_kept);
  frame_.reset();
  message_kind_.reset();
  empty_fragments_ = 0;
  message_.release();
  text_ = {};
  ready_.reset();
  newline_due_ = false;
  out_.release();
  taken_ = 0;
  line_.release();
  in_line_ = false;
  pong_size_.reset();
  ping_left_ = 0;
  handshake_due_ = closing_due_ = sign_due_ = never;
  cut_.reset();
  end_.reset();
  is_ = {};
}

void session::receive_end(std::error_code why, time_point now) noexcept {
  pass(now);
  if (why) break_off();
  if (cut_) return;
  cut_ = why;
  if (is_.open || leaves()) return;
  fail_opening(why ? why : make_error_code(errc::closed_in_handshake));
  break_off();
}

/// Everything that came has been told: what is left to tell is the transport's end.
void session::conclude() noexcept {
  if (!cut_ || end_ || leaves()) return;
  fail(*cut_ ? *cut_ : make_error_code(errc::truncated));
  break_off();
}

void session::on_timeout(time_point now) noexcept {
  pass(now);
  if (now_ < deadline()) return;
  if (leaves()) return break_off();
  if (!is_.open) return fail_opening(errc::handshake_timeout);
  if (is_.asking) return fail(errc::no_pong);
  is_.asking = is_.ping_due = true;
  sign_due_ = later(now_, setup_.pong_timeout);
}

time_point session::deadline() const noexcept {
  if (done()) return never;
  if (leaves()) return closing_due_;
  if (!is_.open) return handshake_due_;
  return is_.parted || cut_ ? never : sign_due_;
}

bool session::done() const noexcept {
  if (is_.broken) return true;
  if (!leaves() || !unsent().empty()) return false;
  return is_.failed || !is_.open || is_.parted || cut_.has_value();
}

void session::shutdown(time_point now) noexcept {
  pass(now);
  if (std::exchange(is_.shut, true) || is_.failed) return;
  closing_due_ = later(now_, setup_.closing_timeout);
  if (!is_.open) return;  // who has not been let in just goes
  if (!line_.empty() || in_line_) put_line({}, true);
  put_goodbye(normal_closure);
  // From now on only the peer's goodbye counts, which may have come already.
  drop_message();
  is_.drained = true;
  read();
}

/// Says so to the peer, if it would understand.
void session::fail(std::error_code why) noexcept {
  is_.failed = true;
  if (!end_) end_ = why;
  closing_due_ = later(now_, setup_.closing_timeout);
  input_.feed({});
  line_.release();
  drop_message();
  if (is_.open) put_goodbye(close_code_of(why));
}

/// A server that has refused was only heard out.
void session::fail_opening(std::error_code why) noexcept {
  const std::uint16_t status = opening_->refusal().status;
  fail(status != 0 ? status_error(status) : why);
}

/// It is not going to be told. One that was told may still be looked at.
void session::drop_message() noexcept {
  ready_.reset();
  newline_due_ = false;
  if (!is_.shown) message_.release();
}

void session::break_off() noexcept {
  is_.broken = true;
  out_.release();
  taken_ = 0;
}

}  // namespace gamewire::inline v0::websocket
