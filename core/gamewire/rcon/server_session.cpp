#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include <gamewire/rcon/server_session.hpp>
#include <gamewire/same_secret.hpp>
#include <gamewire/spare_nodes.hpp>

namespace gamewire::inline v0::rcon {
namespace {

constexpr std::size_t unsent_before_login = 4096;
constexpr std::size_t source_body = 4086;  // of a packet with the size 4096
constexpr std::size_t minecraft_body = 4096;
constexpr std::int32_t event_type = 1;  // of Squad
constexpr std::array end_mark{std::byte{0}, std::byte{1}, std::byte{0}, std::byte{0}};

}  // namespace

server_session::server_session(const responder_options& chosen) noexcept
    : options_(chosen), decoder_(chosen.max_frame) {
  options_.password = {};
  const bool kept = password_.allocate(chosen.password.size());
  if (const auto invalid = chosen.validate())
    end(invalid);
  else if (!kept)
    end(gamewire::errc::no_memory);
  else
    std::ranges::copy(as_bytes(chosen.password), password_.data().begin());
}

/// The first call that tells the time.
void server_session::begin(time_point now) noexcept {
  now_ = std::max(now_, now);
  if (begun_ || !alive()) return;
  begun_ = true;
  login_deadline_ = later(now_, options_.login_timeout);
  if (options_.bans != nullptr && options_.bans->banned(options_.peer, now_)) end(errc::banned);
}

// Time, and the ends.

time_point server_session::deadline() const noexcept {
  if (!alive()) return never;
  const time_point stalled = stalled_since_ == never ? never : later(stalled_since_, options_.stall_timeout);
  return std::min({login_deadline_, verdict_at_, stalled, closing_deadline_, idle_at()});
}

/// When a peer to whom nothing is owed has been silent for too long.
time_point server_session::idle_at() const noexcept {
  const bool owed = command_ != asked::nothing || !unsent().empty();
  if (options_.idle_timeout == nanoseconds::zero() || !logged_in_ || owed || phase_ != phase::open)
    return never;
  return later(last_traffic_, options_.idle_timeout);
}

void server_session::on_timeout(time_point now) noexcept {
  begin(now);
  if (alive() && now_ >= verdict_at_) {
    pass_verdict();
    handle_backlog();
  }
  if (!alive() || now_ < deadline()) return;
  if (phase_ == phase::closing && !error_) return end(errc::timeout, "at the end");
  if (phase_ == phase::closing) return end(error_, detail_);
  if (now_ >= login_deadline_) return end(errc::timeout, "no login");
  end(errc::timeout, now_ >= idle_at() ? "the peer says nothing" : "the peer takes nothing");
}

void server_session::receive_end(std::error_code why, time_point now) noexcept {
  begin(now);
  if (phase_ == phase::closing && !why) return;
  if (!alive()) return;
  if (why) return end(why);
  start_closing({}, {});
}

void server_session::close(time_point now) noexcept {
  begin(now);
  if (phase_ == phase::open) hang_up({});
}

/// What has come and was not told is dropped; what is to be sent still is.
void server_session::hang_up(std::error_code why, std::string_view detail) noexcept {
  backlog_.release();
  handled_ = 0;
  if (command_ == asked::untold) command_ = asked::nothing;
  start_closing(why, detail);
}

void server_session::start_closing(std::error_code why, std::string_view detail) noexcept {
  phase_ = phase::closing;
  error_ = why;
  detail_ = detail;
  login_deadline_ = never;
  closing_deadline_ = later(now_, options_.closing_timeout);
}

/// Nothing is read or sent any more.
void server_session::end(std::error_code why, std::string_view detail) noexcept {
  phase_ = phase::closed;
  error_ = why;
  detail_ = detail;
  command_ = asked::nothing;
  verdict_ = verdict::none;
  verdict_at_ = never;
  for (byte_buffer* all : {&backlog_, &reply_, &outbound_}) all->release();
  handled_ = taken_ = 0;
  password_.wipe();
}

bool server_session::finished() const noexcept {
  return phase_ == phase::closing && !busy() && unsent().empty();
}

// What comes.

void server_session::receive(bytes piece, time_point now) noexcept {
  begin(now);
  if (phase_ != phase::open) return;
  last_traffic_ = now_;
  decoder_.feed(piece);
  while (phase_ == phase::open) {
    const auto next = decoder_.next();
    if (!next) return end(next.error());
    if (!*next) break;
    busy() ? put_off(**next) : handle(**next);
  }
  if (phase_ != phase::open) return;
  if (const auto error = decoder_.keep()) end(error);
}

void server_session::put_off(const frame& in) noexcept {
  const std::size_t waits = backlog_.size() - handled_;
  if (encoded_size(in) > options_.max_backlog - std::min(waits, options_.max_backlog))
    return end(errc::too_large, "too many commands ahead of their answers");
  if (handled_ > waits) backlog_.drop_front(std::exchange(handled_, 0));
  if (!append(backlog_, in)) end(gamewire::errc::no_memory);
}

void server_session::handle_backlog() noexcept {
  while (alive() && !busy() && handled_ < backlog_.size()) {
    const bytes rest = backlog_.view().subspan(handled_);
    const std::size_t size = *wire_size(rest.first<size_field>(), rest.size());
    handled_ += size;
    handle(*decode(rest.first(size)));
  }
  if (handled_ < backlog_.size()) return;
  backlog_.release();
  handled_ = 0;
}

void server_session::handle(const frame& in) noexcept {
  if (in.type == type::auth) return log_in(in);
  if (in.type != type::exec_command) return answer_odd(in);
  if (logged_in_) return take_command(in);
  // Source answers as to a command that prints nothing, and counts no failure.
  if (options_.style == style::minecraft) return send(refused_id, type::auth_response);
  send(in.id, type::response_value);
}

void server_session::log_in(const frame& in) noexcept {
  const bool right = !password_.view().empty() && same_secret(string1(in), password_.view());
  verdict_ = right ? verdict::right : verdict::wrong;
  login_id_ = in.id;
  if (options_.style == style::source) send(in.id, type::response_value);
  if (options_.style != style::source || options_.verdict_delay == nanoseconds::zero()) pass_verdict();
}

void server_session::pass_verdict() noexcept {
  if (!alive()) return;
  const bool ok = std::exchange(verdict_, verdict::none) == verdict::right;
  verdict_at_ = never;
  send(ok ? login_id_ : refused_id, type::auth_response);
  if (!alive()) return;
  if (!ok) return refuse_login();
  if (options_.bans != nullptr) options_.bans->forgive(options_.peer);
  login_deadline_ = never;
  if (std::exchange(logged_in_, true)) return;
  const responder::login told{true, 0};
  if (!logins_.append(std::as_bytes(std::span(&told, 1)))) end(gamewire::errc::no_memory);
}

/// Who was logged in no longer is.
void server_session::refuse_login() noexcept {
  ++failures_;
  responder::login told{false, failures_};
  if (options_.bans != nullptr) told.failures = options_.bans->count_failure(options_.peer, now_);
  if (std::exchange(logged_in_, false) && phase_ == phase::open)
    login_deadline_ = later(now_, options_.login_timeout);
  if (!logins_.append(std::as_bytes(std::span(&told, 1)))) return end(gamewire::errc::no_memory);
  if (options_.bans != nullptr && options_.bans->banned(options_.peer, now_)) return hang_up(errc::banned);
  if (failures_ >= options_.max_failures) hang_up(errc::login_refused, "too many wrong passwords");
}

void server_session::take_command(const frame& in) noexcept {
  text_.clear();
  if (!text_.append(string1(in))) return end(gamewire::errc::no_memory);
  wire_id_ = in.id;
  if (++last_request_ == 0) ++last_request_;
  command_ = asked::untold;
}

/// A packet that is neither login nor command: mostly a marker, which a client sends to find the end of a
/// reply.
void server_session::answer_odd(const frame& in) noexcept {
  if (options_.style == style::minecraft) {
    std::array<char, 24> text{"Unknown request "};
    char* const number = text.data() + std::strlen(text.data());
    const auto end =
        std::to_chars(number, text.data() + text.size(), static_cast<std::uint32_t>(in.type), 16);
    const std::string_view whole(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
    return send(in.id, type::response_value, as_bytes(whole));
  }
  if (options_.style != style::source || in.type != type::response_value) return;
  send(in.id, type::response_value);
  if (logged_in_) send(in.id, type::response_value, end_mark);
}

// What goes out.

std::error_code server_session::answer(request_id id, bytes text, bool whole) noexcept {
  if (!alive()) return gamewire::errc::closed;
  if (command_ != asked::told || id != request_id{last_request_}) return gamewire::errc::unknown_request;
  if (text.size() > options_.max_unsent - std::min(reply_.size(), options_.max_unsent))
    end(errc::too_large, "the answer");
  else if (!reply_.append(text))
    end(gamewire::errc::no_memory);
  else
    send_reply(whole);
  if (!alive()) return error_;
  if (whole) handle_backlog();
  return phase_ == phase::closed ? error_ : std::error_code{};
}

std::error_code server_session::print(bytes text) noexcept {
  if (phase_ != phase::open || !logged_in_) return gamewire::errc::closed;
  const std::size_t most = most_of_body();
  const std::size_t room = options_.max_unsent - std::min(unsent().size(), options_.max_unsent);
  if (text.size() > room || text.size() + (text.size() / most + 1) * frame_overhead > room)
    return errc::too_large;
  do {
    const bytes part = text.first(std::min(text.size(), most));
    send(0, event_type, part);
    text = text.subspan(part.size());
  } while (!text.empty());
  return alive() ? std::error_code{} : error_;
}

std::size_t server_session::most_of_body() const noexcept {
  switch (options_.style) {
    case style::source: return source_body;
    case style::source2: return options_.max_unsent;
    case style::minecraft: break;
  }
  return minecraft_body;
}

/// In full packets, and at the end what is left. There is always one.
void server_session::send_reply(bool whole) noexcept {
  const std::size_t most = most_of_body();
  bytes rest = reply_.view();
  while (rest.size() > most && alive()) {
    send(wire_id_, type::response_value, rest.first(most));
    rest = rest.subspan(most);
  }
  if (!alive()) return;
  if (!whole) return reply_.drop_front(reply_.size() - rest.size());
  send(wire_id_, type::response_value, rest);
  reply_.release();
  clear_spare(text_);
  if (command_ == asked::told) command_ = asked::nothing;
}

void server_session::send(std::int32_t id, std::int32_t type, bytes body) noexcept {
  if (!alive()) return;
  const frame out{id, type, body};
  const std::size_t most = logged_in_ ? options_.max_unsent : unsent_before_login;
  if (encoded_size(out) > most - std::min(unsent().size(), most))
    return end(errc::too_large, "the peer takes too little of what it asks for");
  if (taken_ > unsent().size()) outbound_.drop_front(std::exchange(taken_, 0));
  if (!append(outbound_, out)) end(gamewire::errc::no_memory);
}

bytes server_session::poll_transmit(time_point now) noexcept {
  begin(now);
  if (!alive() || unsent().empty()) return {};
  if (stalled_since_ == never) stalled_since_ = now_;
  return unsent();
}

void server_session::transmitted(std::size_t size, time_point now) noexcept {
  begin(now);
  if (!alive() || size == 0) return;
  taken_ += std::min(size, unsent().size());
  stalled_since_ = last_traffic_ = now_;
  if (!unsent().empty()) return;
  stalled_since_ = never;
  outbound_.release();
  taken_ = 0;
  if (verdict_ != verdict::none && verdict_at_ == never) verdict_at_ = later(now_, options_.verdict_delay);
}

// What happened.

std::optional<responder::event> server_session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  if (logins_told_ < logins_.size()) {
    responder::login told{};
    std::memcpy(&told, logins_.view().data() + logins_told_, sizeof told);
    logins_told_ += sizeof told;
    return told;
  }
  logins_.release();
  logins_told_ = 0;
  if (command_ == asked::untold) {
    command_ = asked::told;
    return responder::command{request_id{last_request_}, as_text(text_.view())};
  }
  if (finished()) end(error_, detail_);
  if (phase_ != phase::closed) return std::nullopt;
  phase_ = phase::done;
  decoder_ = frame_decoder(0);
  text_.release();
  return closed{error_, detail_};
}

}  // namespace gamewire::inline v0::rcon
