#include <gamewire/session_machine_impl.hpp>
#include <gamewire/webapi/session.hpp>

namespace gamewire::inline v0::webapi {
namespace {

accepted over_already() noexcept { return std::unexpected(make_error_code(gamewire::errc::closed)); }

}  // namespace

std::error_code client_options::validate() const noexcept {
  const http1::exchange_options below{.host = host,
                                      .port = port,
                                      .secure = secure,
                                      .deadline = deadline,
                                      .idle_timeout = idle_timeout,
                                      .limits = limits,
                                      .max_requests = max_requests,
                                      .max_queued_bytes = max_queued_bytes};
  if (first_pause <= nanoseconds::zero()) return gamewire::errc::invalid_options;
  if (const auto invalid = access{base_path, key, key_goes_in}.validate()) return invalid;
  return below.validate();
}

answer::owned own(const answer& answer) {
  answer::owned copy{answer.reply, std::string(as_text(answer.reply.body)), !answer.reply.json.absent()};
  copy.reply.body = {};
  copy.reply.json = {};
  return copy;
}

reply answer::owned::read(json::document& document) const noexcept {
  webapi::reply again = reply;
  again.body = as_bytes(body);
  if (!has_json) return again;
  const auto root = document.read(again.body);
  root ? void(again.json = *root) : void(again.error = root.error());
  return again;
}

discovered::owned own(const discovered& found) {
  return {std::string(found.table->text()), found.round_trip};
}

accepted client::discover(nanoseconds deadline) noexcept {
  return session_ ? session_->discover(deadline) : over_already();
}
accepted client::call(const webapi::call& what, nanoseconds deadline) noexcept {
  return session_ ? session_->call(what, deadline) : over_already();
}
accepted client::call(const unlisted_call& what, nanoseconds deadline) noexcept {
  return session_ ? session_->call(what, deadline) : over_already();
}
accepted client::call(const get_server_list& what, nanoseconds deadline) noexcept {
  return session_ ? session_->call(what, deadline) : over_already();
}

void client::use(interfaces table) noexcept {
  if (session_) session_->use(std::move(table));
}
const interfaces& client::table() const noexcept {
  static const interfaces none;
  return session_ ? session_->table() : none;
}
std::optional<time_point> client::paused_until() const noexcept {
  return session_ ? session_->paused_until() : std::nullopt;
}

std::error_code client::cancel(request_id id) noexcept {
  return session_ ? session_->cancel(id) : make_error_code(gamewire::errc::unknown_request);
}

void client::opened(time_point now) noexcept {
  if (session_) session_->opened(now);
}
bool client::wants_transport() const noexcept { return session_ && session_->wants_transport(); }
bytes client::shown_transmit() const noexcept { return session_ ? session_->shown_transmit() : bytes{}; }

std::optional<client::event> client::poll_event() noexcept { return poll<event>(); }

}  // namespace gamewire::inline v0::webapi

namespace gamewire::inline v0 {

template class session_machine<webapi::session, webapi::client_options>;

}  // namespace gamewire::inline v0
