#include <algorithm>
#include <utility>

#include <gamewire/attempts.hpp>
#include <gamewire/webapi/session.hpp>

namespace gamewire::inline v0::webapi {

session::session(const client_options& chosen) noexcept
    : call_session(chosen, chosen.validate()), options_(chosen) {
  if (is_open() && !copy_texts(chosen)) end(gamewire::errc::no_memory);
}

bool session::copy_texts(const client_options& from) noexcept {
  const std::size_t path_size = from.base_path.size();
  if (!texts_.allocate(path_size + from.key.size())) return false;
  std::ranges::copy(as_bytes(from.base_path), texts_.data().begin());
  std::ranges::copy(as_bytes(from.key), texts_.data().subspan(path_size).begin());
  const std::string_view all = as_text(texts_.view());
  options_.base_path = all.substr(0, path_size);
  options_.key = all.substr(path_size);
  options_.host = {};
  return true;
}

webapi::access session::access() const noexcept {
  return {options_.base_path, options_.key, options_.key_goes_in};
}

accepted session::call(const webapi::call& what, nanoseconds time) noexcept {
  if (table_.empty() && is_open()) return std::unexpected(make_error_code(errc::no_interfaces));
  return ask(make(table_, what, access()), time);
}

accepted session::ask(std::expected<message, std::error_code> made, nanoseconds time,
                      bool discovers) noexcept {
  const auto refuse = [](std::error_code why) { return std::unexpected(why); };
  if (!is_open()) return refuse(gamewire::errc::closed);
  if (!made) return refuse(made.error());
  return add({*std::move(made), options_.retries, discovers}, time);
}

std::optional<time_point> session::paused_until() const noexcept {
  return now_ < not_before_ ? std::optional(not_before_) : std::nullopt;
}

accepted session::send(const pending& one) noexcept {
  const message& what = one.call.what;
  const http1::parameter key{"key", what.target_key(), true};
  const http1::request request{
      .method = what.method(),
      .target = {.path = what.bare_target(), .query = {&key, key.value.empty() ? 0U : 1U}},
      .headers = what.headers(),
      .body = what.body(),
      .secret_body = what.secret_body(),
  };
  return inner_.send(request, http1::delivery::whole, left_to(one));
}

/// By a pause that outlasts it.
std::error_code session::held_back(const pending& one) const noexcept {
  const bool in_vain = now_ < not_before_ && not_before_ >= one.deadline;
  return in_vain ? make_error_code(errc::withheld) : std::error_code{};
}

/// Nothing is told of a call that is to be sent again.
std::optional<client::event> session::tell(const http1::answer& what) noexcept {
  const received came{.status = what.head.status,
                      .fields = what.head.fields,
                      .body = what.body,
                      .answer_as = active_->call.what.answer_as(),
                      .key = options_.key};
  const reply read = read_answer(came, document_);
  if (read.error == errc::too_many_requests) {
    if (pause(read)) return std::nullopt;
  } else {
    pauses_ = 0;
  }
  finish_active();
  if (told_->call.discovers) return tell_discovered(read, what.round_trip);
  return answer{told_->id, read, what.round_trip};
}

/// Begins one, and says whether the call waits for its end.
bool session::pause(const reply& what) noexcept {
  const nanoseconds time = what.retry_after.value_or(attempt_timeout(options_.first_pause, pauses_++));
  not_before_ = later(now_, std::max(time, an_instant));
  start_deadlines();
  if (active_->error || active_->call.retries == 0 || not_before_ >= active_->deadline) return false;
  --active_->call.retries;
  send_again(not_before_);
  return true;
}

client::event session::tell_discovered(const reply& what, nanoseconds round_trip) noexcept {
  said_ = what.message;
  if (what.error) return failed{told_->id, what.error, said_.view()};
  auto table = interfaces::read(what.json);
  if (!table) return failed{told_->id, table.error(), {}};
  table_ = *std::move(table);
  return discovered{told_->id, &table_, round_trip};
}

client::event session::tell_failed(const failed& what) noexcept {
  finish_active();
  return failed{told_->id, reason_of(what), what.detail};
}

}  // namespace gamewire::inline v0::webapi
