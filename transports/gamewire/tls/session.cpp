#include <algorithm>
#include <limits>
#include <utility>

#include <openssl/err.h>

#include <gamewire/tls/failure.hpp>
#include <gamewire/tls/session.hpp>

namespace gamewire::inline v0::tls {
namespace {

constexpr std::size_t most_in_record = std::size_t{16} << 10U;
/// What a record takes besides what is in it, and a key update before it, generously.
constexpr std::size_t record_overhead = 256;
/// For handshakes and alerts. The largest is a server's certificates.
constexpr std::size_t protocol_room = std::size_t{128} << 10U;
constexpr std::size_t most = std::numeric_limits<std::size_t>::max();

}  // namespace

session::session(session_setup&& chosen) noexcept
    : setup_(std::move(chosen)), wire_(std::min(setup_.max_unsent, most - protocol_room) + protocol_room) {
  begin();
}

void session::opened(time_point now) noexcept {
  pass(now);
  begin();
}

void session::receive(bytes in, time_point now) noexcept {
  pass(now);
  if (leaves() || end_ || done() || in.empty()) return;
  if (!wire_.unread().empty()) return fail(errc::protocol);  // it was not drained: the stream has a hole
  wire_.feed(in);
  if (!secure_) handshake();
}

void session::receive_end(std::error_code why, time_point now) noexcept {
  pass(now);
  if (why) break_off();
  if (cut_) return;
  cut_ = why;
  if (!secure_ && !leaves()) {
    fail(why ? why : make_error_code(errc::closed_in_handshake));
    break_off();
  }
}

void session::on_timeout(time_point now) noexcept {
  pass(now);
  if (now_ < deadline()) return;
  if (leaves())
    break_off();
  else
    fail(errc::timeout);
}

bytes session::poll_transmit(time_point now) noexcept {
  pass(now);
  if (broken_) return {};
  if (!std::exchange(begun_, true) && !leaves()) {
    handshake_due_ = later(now_, setup_.handshake_timeout);
    if (!secure_) handshake();
  }
  return wire_.unsent();
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  pass(now);
  wire_.sent(size);
}

time_point session::deadline() const noexcept {
  if (done()) return never;
  if (leaves()) return closing_due_;
  return secure_ ? never : handshake_due_;
}

bool session::done() const noexcept { return broken_ || (leaves() && wire_.unsent().empty()); }

std::optional<bytes> session::poll_plain() noexcept {
  if (!secure_ || end_ || leaves()) return {};
  if (!piece_.resize(most_in_record)) return fail(gamewire::errc::no_memory), std::nullopt;
  std::size_t size = 0;
  ERR_clear_error();
  const int result = SSL_read_ex(ssl_.get(), piece_.data().data(), piece_.size(), &size);
  if (result == 1) return piece_.view().first(size);
  piece_.release();
  check(result);
  if (end_ || !cut_) return {};
  fail(*cut_ ? *cut_ : make_error_code(errc::truncated));
  break_off();
  return {};
}

/// One record at a time: what is taken has to fit.
std::size_t session::write(bytes in, time_point now) noexcept {
  pass(now);
  const std::size_t used = wire_.unsent().size() + record_overhead;
  if (!secure_ || leaves() || broken_ || in.empty() || used >= setup_.max_unsent) return 0;
  const std::size_t fits = std::min({in.size(), most_in_record, setup_.max_unsent - used});
  std::size_t taken = 0;
  ERR_clear_error();
  const int result = SSL_write_ex(ssl_.get(), in.data(), fits, &taken);
  if (result != 1) check(result);
  return result == 1 ? taken : 0;
}

void session::shutdown(time_point now) noexcept {
  pass(now);
  if (shut_) return;
  shut_ = true;
  wire_.feed({});
  if (failed_) return;
  closing_due_ = later(now_, setup_.closing_timeout);
  if (!secure_) return wire_.drop_unsent();  // who has not been let in just goes
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

void session::handshake() noexcept {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1)
    secure_ = true;
  else
    check(result);
}

/// What it means that OpenSSL could not do what it should.
void session::check(int result) noexcept {
  switch (const int what = SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return;
    case SSL_ERROR_ZERO_RETURN: end_.emplace(); return;
    default:
      if (wire_.overflown()) return fail(errc::flooded);
      return fail(cause_of_failure(*ssl_, what));
  }
}

/// The alert that says so to the peer has been written by OpenSSL.
void session::fail(std::error_code why) noexcept {
  ERR_clear_error();
  failed_ = true;
  if (!end_) end_ = why;
  closing_due_ = later(now_, setup_.closing_timeout);
  wire_.feed({});
}

void session::break_off() noexcept {
  broken_ = true;
  wire_.drop_unsent();
}

}  // namespace gamewire::inline v0::tls
