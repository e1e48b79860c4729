#include <array>
#include <utility>

#include <gamewire/asf/session.hpp>

namespace gamewire::inline v0::asf {
namespace {

/// Did the server go away, rather than that nothing could be said to it?
bool is_connection_loss(std::error_code error) noexcept {
  return error == http1::errc::closed_before_answer || error == std::errc::connection_reset ||
         error == std::errc::broken_pipe || error == std::errc::connection_aborted;
}

}  // namespace

session::session(const client_options& chosen) noexcept
    : call_session(chosen, chosen.validate()), options_(chosen) {
  if (is_open() && !options_.ok()) end(gamewire::errc::no_memory);
}

accepted session::ask(route which, composer::writes write, const void* what, nanoseconds time) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (!is_open()) return refuse(gamewire::errc::closed);
  if (refused(which)) return refuse(errc::withheld);
  auto made = composer::compose(which, write, what, {options_.get().base_path, {}, options_.get().speaks});
  if (!made) return refuse(made.error());
  return add(std::move(*made), time);
}

std::error_code session::set_password(std::string_view password) noexcept {
  if (!options_.set_password(password)) return gamewire::errc::no_memory;
  standing_ = standing::welcome;
  stale_ = active_ != nullptr;
  return {};
}

asf::standing session::standing() const noexcept {
  return standing_ == standing::banned && now_ >= banned_until_ ? standing::welcome : standing_;
}

bool session::refused(route which) const noexcept {
  const bool for_good = standing_ == standing::refused || standing_ == standing::closed;
  return for_good && !row(which).is(route_flags::open);
}

std::error_code session::held_back(const pending& one) const noexcept {
  const route which = one.call.which();
  if (refused(which)) return errc::withheld;
  const bool banned = standing() == standing::banned && !row(which).is(route_flags::open);
  return banned ? make_error_code(errc::banned) : std::error_code{};
}

accepted session::send(const pending& one) noexcept {
  const message& what = one.call;
  std::array<http1::header, max_own_headers + 2> headers;
  std::size_t count = 0;
  const auto add = [&](const http1::header& header) { headers[count++] = header; };
  for (const http1::header& header : what.headers()) add(header);
  for (const http1::header& header : options_.get().headers) add(header);
  const std::string_view password = row(what.which()).is(route_flags::open) ? "" : options_.password();
  const http1::parameter parameter{"password", password, true};
  const carrier how = carrier_of(password);
  if (how == carrier::header) add({"Authentication", password, true});
  const http1::request request{
      .method = what.method(),
      .target = {.path = what.target(), .query = {&parameter, how == carrier::query ? 1U : 0U}},
      .headers = {headers.data(), count},
      .body = what.body(),
      .secret_body = what.secret(),
  };
  sent_ = stale_ = false;
  return inner_.send(request, http1::delivery::whole, left_to(one));
}

void session::transmitted(std::size_t size, time_point now) noexcept {
  call_session::transmitted(size, now);
  sent_ = inner_.poll_transmit(now_).empty();
}

std::optional<client::event> session::tell(const http1::answer& what) noexcept {
  finish_active();
  const auto field = [&what](std::string_view name) { return what.head.fields.find(name).value_or(""); };
  answer told{told_->id, {}, field("Content-Type"), what.round_trip};
  const received whole{.which = told_->call.which(),
                       .status = what.head.status,
                       .content_type = told.content_type,
                       .body = what.body,
                       .location = field("Location")};
  told.reply = read_answer(whole, document_, options_.get().speaks);
  judge(told.reply);
  return told;
}

/// After a refusal nothing is sent that needs a password, neither what waits nor what comes. A ban is one of the address,
/// whatever the password.
void session::judge(const reply& what) noexcept {
  if (what.error == errc::banned)
    standing_ = standing::banned, banned_until_ = later(now_, options_.get().ban_pause);
  else if (what.error == errc::unauthorized && !stale_)
    standing_ = standing::refused;
  else if (what.error == errc::forbidden && !stale_)
    standing_ = standing::closed;
  else
    return;
  drop_held_back();
}

client::event session::tell_failed(const failed& what) noexcept {
  finish_active();
  const route which = told_->call.which();
  if (sent_ && row(which).is(route_flags::ends_connection) && is_connection_loss(what.error))
    return answer{told_->id, {.which = which, .connection_lost = true}, {}, {}};
  return failed{told_->id, reason_of(what), what.detail};
}

}  // namespace gamewire::inline v0::asf
