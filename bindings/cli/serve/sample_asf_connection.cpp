#include "serve/sample_asf_connection.hpp"

#include <array>

#include <fmt/core.h>

namespace gamewire::cli {
namespace {

constexpr std::size_t most_untold = 1000;

}  // namespace

void sample_feed::tell(std::string message) {
  if (state_ != state::open) return;
  if (untold_.size() == most_untold) return end({});
  untold_.push_back(std::move(message));
}

/// A message is taken whole.
void sample_feed::transmitted(std::size_t size, time_point) noexcept {
  if (size != 0 && !untold_.empty()) untold_.pop_front();
}

void sample_feed::end(std::error_code why) noexcept {
  if (state_ != state::open) return;
  state_ = state::closed;
  error_ = why;
  untold_.clear();
}

std::optional<sample_feed::event> sample_feed::poll_event() noexcept {
  if (state_ != state::closed) return std::nullopt;
  state_ = state::done;
  return closed{error_, {}};
}

void sample_asf_connection::answer(request_id id, const http1::response& what) noexcept {
  if (auto* http = std::get_if<http1::responder>(&inside_)) (void)http->answer(id, what);
}

/// The responder is told that it is over, for what came behind the request; what it says to that, the WebSocket says.
void sample_asf_connection::follow(request_id id, std::string request, time_point now) {
  auto* http = std::get_if<http1::responder>(&inside_);
  if (http == nullptr || http->answer(id, {.status = 101, .upgrade = "websocket"})) return;
  opening_ = std::move(request);
  opening_ += as_text(http->trailing());
  inside_.emplace<stream>(stream::options{}).receive(as_bytes(opening_), now);
}

void sample_asf_connection::tell(std::string message) {
  if (auto* log = std::get_if<stream>(&inside_)) (*log)->tell(std::move(message));
}

void sample_asf_connection::receive(bytes in, time_point now) noexcept {
  std::visit([&](auto& one) { one.receive(in, now); }, inside_);
}
void sample_asf_connection::receive_end(std::error_code why, time_point now) noexcept {
  std::visit([&](auto& one) { one.receive_end(why, now); }, inside_);
}
void sample_asf_connection::on_timeout(time_point now) noexcept {
  std::visit([&](auto& one) { one.on_timeout(now); }, inside_);
}
bytes sample_asf_connection::poll_transmit(time_point now) noexcept {
  return std::visit([&](auto& one) { return one.poll_transmit(now); }, inside_);
}
void sample_asf_connection::transmitted(std::size_t size, time_point now) noexcept {
  std::visit([&](auto& one) { one.transmitted(size, now); }, inside_);
}
std::optional<sample_asf_connection::event> sample_asf_connection::poll_event() noexcept {
  if (auto* http = std::get_if<http1::responder>(&inside_)) return http->poll_event();
  if (const auto end = std::get<stream>(inside_).poll_event()) return std::get<closed>(*end);
  return std::nullopt;
}
void sample_asf_connection::close(time_point now) noexcept {
  std::visit([&](auto& one) { one.close(now); }, inside_);
}
time_point sample_asf_connection::deadline() const noexcept {
  return std::visit([](const auto& one) { return one.deadline(); }, inside_);
}
bool sample_asf_connection::done() const noexcept {
  return std::visit([](const auto& one) { return one.done(); }, inside_);
}

std::string written(const http1::request_head& head) {
  return fmt::format("{} {} HTTP/1.{}\r\n{}\r\n", head.method, head.target, head.minor_version,
                     head.fields.lines());
}

}  // namespace gamewire::cli
