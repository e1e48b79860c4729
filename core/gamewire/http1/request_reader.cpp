#include <gamewire/http1/request_reader.hpp>

namespace gamewire::inline v0::http1 {

request_reader::result request_reader::next() noexcept {
  if (state_ == state::failed) return std::unexpected(fault_);
  if (state_ == state::head) return read_head();
  const auto step = body_.next(input_);
  if (!step) return fail(step.error());
  if (step->is == body_reader::step::kind::data) return step->data;
  if (step->is == body_reader::step::kind::more) return std::monostate{};
  state_ = state::head;
  scanner_ = {head_scanner::start::request_line, limits_.max_head, limits_.max_fields};
  offset_ = 0;
  empty_line_passed_ = false;
  return message_end{step->trailers};
}

request_reader::result request_reader::read_head() noexcept {
  if (!pass_over_empty_line()) return std::monostate{};
  const auto whole = scan(scanner_, input_);
  if (!whole) return fail(whole.error());
  if (!*whole) return std::monostate{};
  const request_head head = scanner_.request(**whole);
  if (const auto bad = start_body(head)) return fail({make_error_code(*bad), 0});
  input_.consume((**whole).size());
  offset_ += (**whole).size();
  state_ = state::body;
  return head;
}

/// False while it could still become one.
bool request_reader::pass_over_empty_line() noexcept {
  if (empty_line_passed_ || scanner_.position() != 0) return true;
  const bytes front = input_.front();
  if (front.empty()) return false;
  if (front.front() == std::byte{'\r'}) {
    const auto line = input_.peek(2);
    if (!line) return false;
    if (as_text(*line) == "\r\n") {
      input_.consume(2);
      offset_ = 2;
    }
  }
  empty_line_passed_ = true;
  return true;
}

std::optional<errc> request_reader::start_body(const request_head& head) noexcept {
  const framing_fields& said = scanner_.framing();
  if (said.hosts > 1 || (said.hosts == 0 && head.minor_version != 0)) return errc::bad_host;
  const std::uint64_t length = said.content_length.value_or(0);
  if (length > limits_.max_body) return errc::body_too_large;
  body_ = {said.chunked ? body_framing::chunked : body_framing::length, length, limits_};
  keeps_alive_ = !said.close && (head.minor_version != 0 || said.keep_alive);
  return std::nullopt;
}

std::error_code request_reader::keep() noexcept {
  if (state_ == state::failed) return fault_.error;
  if (!input_.keep()) fail({make_error_code(gamewire::errc::no_memory), 0});
  return fault_.error;
}

std::unexpected<fault> request_reader::fail(const fault& what) noexcept {
  state_ = state::failed;
  fault_ = {what.error, offset_ + what.offset};
  return std::unexpected(fault_);
}

std::uint16_t status_of(std::error_code error) noexcept {
  if (error == errc::body_too_large) return 413;
  if (error == errc::head_too_large || error == errc::too_many_fields) return 431;
  if (error == errc::unsupported_coding) return 501;
  if (error == errc::not_http) return 505;
  return 400;
}

}  // namespace gamewire::inline v0::http1
