#include <algorithm>
#include <new>
#include <utility>

#include <gamewire/aster/server_session.hpp>
#include <gamewire/session_machine_impl.hpp>

namespace gamewire::inline v0::aster {
namespace {

constexpr std::size_t shortest_line = 1024, longest_line = std::size_t{1} << 30U;

}  // namespace

std::error_code responder_options::validate() const noexcept {
  const bool times = opening_timeout > nanoseconds::zero() && line_timeout > nanoseconds::zero() &&
                     stall_timeout > nanoseconds::zero() && closing_timeout > nanoseconds::zero();
  const bool limits =
      of != nullptr && max_line >= shortest_line && max_line <= longest_line && max_unsent != 0;
  return times && limits ? std::error_code{} : make_error_code(gamewire::errc::invalid_options);
}

server_session::server_session(const responder_options& chosen) noexcept
    : options_(chosen), in_(std::clamp(chosen.max_line, shortest_line, longest_line) + 2) {
  if (const auto invalid = chosen.validate())
    end(invalid);
  else
    heard_ = on().news_end();
}

server_session::~server_session() { leave(); }

/// The first call that tells the time.
void server_session::begin(time_point now) noexcept {
  now_ = std::max(now_, now);
  if (std::exchange(begun_, true) || !alive()) return;
  opening_deadline_ = later(now_, options_.opening_timeout);
}

template <class Work>
void server_session::guard(Work work) noexcept {
  try {
    work();
  } catch (const std::bad_alloc&) {
    end(gamewire::errc::no_memory);
  }
}

// What comes.

void server_session::receive(bytes piece, time_point now) noexcept {
  begin(now);
  if (phase_ != phase::open || peer_ended_ || piece.empty()) return;
  if (!in_.keep()) return end(errc::too_slow);
  in_.feed(piece);
  if (!std::exchange(opened_, true)) {
    opening_deadline_ = never;
    if (piece.front() != std::byte{'{'}) return end(errc::malformed);
    const auto& is = on().options.version;
    guard([&] {
      send(written([&](json::writer& out) {
        out.begin_object();
        out.member("command").text("API_version");
        out.member("status").number(200);
        out.member("version").begin_array();
        for (const std::uint32_t part : {is.major, is.minor, is.patch}) out.number(part);
        out.end_array();
        out.end_object();
      }));
    });
  }
  read();
}

/// As many as there are, while the peer takes what they come to.
void server_session::read() noexcept {
  guard([this] { read_lines(); });
  if (!alive()) return;
  // What is not read yet because the peer takes nothing has to fit as well.
  if (!in_.keep()) return end(unsent().size() < options_.max_unsent ? errc::line_too_long : errc::too_slow);
  if (peer_ended_ && unsent().size() < options_.max_unsent) start_closing({});
}

void server_session::read_lines() {
  while (alive() && unsent().size() < options_.max_unsent) {
    const auto line = in_.peek_through(std::byte{'\n'});
    if (!line) {
      if (in_.size() > options_.max_line) return end(errc::line_too_long);
      return await_rest();
    }
    line_deadline_ = never;
    bytes text = line->first(line->size() - 1);
    if (!text.empty() && text.back() == std::byte{'\r'}) text = text.first(text.size() - 1);
    if (text.size() > options_.max_line) return end(errc::line_too_long);
    handle(text);
    in_.consume(line->size());
  }
}

/// Whoever drips must not hold a connection for ever.
void server_session::await_rest() noexcept {
  if (in_.size() == 0)
    line_deadline_ = never;
  else if (line_deadline_ == never)
    line_deadline_ = later(now_, options_.line_timeout);
}

void server_session::handle(bytes line) {
  const auto root = document_.read(line);
  if (!root && root.error() == json::errc::not_utf8) return;  // of which the server says nothing
  if (!root && root.error() == gamewire::errc::no_memory) return end(gamewire::errc::no_memory);
  const json::value command = root ? root->member("command") : json::value();
  const auto named = json::read<text>(command);
  const bool sound = root && root->kind() == json::kind::object && root->check();
  pull_news();
  if (!alive()) return;
  if (!sound || !named) return send(R"({"command":"unknown","status":400})");
  request_ = *root;
  const std::uint64_t before = on().news_end();
  const outcome done = execute(command_named(named->raw()));
  news_ |= on().news_end() != before;
  pull_news();
  std::string out = R"({"command":")";
  out += named->raw();
  out += "\",";
  out += done.before;
  out += "\"status\":" + std::to_string(done.status) + done.behind + '}';
  send(out);
  request_ = {};
}

// What goes.

/// What others did, up to now. Of the channels there is but the last state to tell, once: news do not hold them, so that
/// nothing would bound how much it comes to.
void server_session::pull_news() {
  const community_state& from = on();
  if (heard_ < from.first_news) return end(errc::too_slow);
  bool knows_channels = user_ == nullptr;
  for (; heard_ != from.news_end() && alive(); ++heard_) {
    const news_item& one = from.news[static_cast<std::size_t>(heard_ - from.first_news)];
    if (one.line.empty()) {
      if (!std::exchange(knows_channels, true)) send(from.channels_line(me()));
    } else if (one.to == news_item::audience::everybody ||
               (user_ != nullptr && from.can(me(), permission::read_messages))) {
      send(one.line);
    }
  }
}

void server_session::send(std::string_view line) noexcept {
  if (!alive()) return;
  if (taken_ > unsent().size()) outbound_.drop_front(std::exchange(taken_, 0));
  if (!outbound_.append(as_bytes(line)) || !outbound_.append(as_bytes("\n"))) end(gamewire::errc::no_memory);
}

bytes server_session::poll_transmit(time_point now) noexcept {
  begin(now);
  if (phase_ == phase::open && opened_ && unsent().size() < options_.max_unsent)
    guard([this] { pull_news(); });
  if (!alive() || unsent().empty()) return {};
  if (stalled_since_ == never) stalled_since_ = now_;
  return unsent();
}

void server_session::transmitted(std::size_t size, time_point now) noexcept {
  begin(now);
  if (!alive() || size == 0) return;
  taken_ += std::min(size, unsent().size());
  stalled_since_ = unsent().empty() ? never : now_;
  if (unsent().empty()) {
    outbound_.release();
    taken_ = 0;
  }
  if (phase_ == phase::open && (in_.size() != 0 || peer_ended_)) read();
}

// Time, and the ends.

time_point server_session::deadline() const noexcept {
  if (!alive()) return never;
  const time_point stalled = stalled_since_ == never ? never : later(stalled_since_, options_.stall_timeout);
  return std::min({opening_deadline_, line_deadline_, stalled, closing_deadline_});
}

void server_session::on_timeout(time_point now) noexcept {
  begin(now);
  if (alive() && now_ >= deadline()) end(errc::timeout);
}

void server_session::receive_end(std::error_code why, time_point now) noexcept {
  begin(now);
  if (!alive()) return;
  if (why) return end(why);
  if (phase_ == phase::closing) return;
  peer_ended_ = true;
  read();
}

void server_session::close(time_point now) noexcept {
  begin(now);
  if (phase_ == phase::open) start_closing({});
}

/// What is to be sent still is.
void server_session::start_closing(std::error_code why) noexcept {
  phase_ = phase::closing;
  error_ = why;
  opening_deadline_ = line_deadline_ = never;
  closing_deadline_ = later(now_, options_.closing_timeout);
  leave();
}

void server_session::end(std::error_code why) noexcept {
  phase_ = phase::closed;
  error_ = why;
  leave();
}

void server_session::leave() noexcept {
  if (user_ == nullptr) return;
  try {
    on().leaves(*std::exchange(user_, nullptr));
  } catch (const std::bad_alloc&) {  // then nobody hears of it
  }
  news_ = true;
}

std::optional<responder::event> server_session::poll_event() noexcept {
  if (phase_ == phase::done) return std::nullopt;
  if (logged_in_ != 0) return responder::logged_in{std::exchange(logged_in_, 0)};
  if (std::exchange(news_, false)) return responder::news{};
  if (phase_ == phase::closing && unsent().empty()) end(error_);
  if (phase_ != phase::closed) {
    document_.release();
    return std::nullopt;
  }
  phase_ = phase::done;
  in_ = stream_input(0);
  document_.release();
  outbound_.release();
  return closed{error_, {}};
}

std::optional<responder::event> responder::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::aster

namespace gamewire::inline v0 {

template class session_machine<aster::server_session, aster::responder_options>;

}  // namespace gamewire::inline v0
