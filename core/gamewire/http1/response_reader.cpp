#include <gamewire/http1/response_reader.hpp>

namespace gamewire::inline v0::http1 {
namespace {

constexpr std::uint16_t no_content = 204;
constexpr std::uint16_t not_modified = 304;

bool is_interim(std::uint16_t status) noexcept { return status < 200; }

}  // namespace

void response_reader::expect(const response_context& what) noexcept {
  if (state_ == state::failed || state_ == state::switched) return;
  state_ = state::head;
  context_ = what;
  scanner_ = {head_scanner::start::status_line, limits_.max_head, limits_.max_fields};
  offset_ = 0;
  interim_ = 0;
  reusable_ = false;
}

response_reader::result response_reader::next() noexcept {
  switch (state_) {
    case state::idle:
      if (input_.size() != 0) return fail(errc::unsolicited);
      return std::monostate{};
    case state::head: return read_head();
    case state::body: return read_body();
    case state::switching: state_ = state::switched; return message_end{};
    case state::switched: return std::monostate{};
    case state::failed: return std::unexpected(fault_);
  }
  return std::monostate{};
}

response_reader::result response_reader::read_head() noexcept {
  for (;;) {
    const auto whole = scan(scanner_, input_);
    if (!whole) return fail(whole.error());
    if (!*whole) return std::monostate{};
    const response_head head = scanner_.response(**whole);
    if (const auto bad = start_body(head)) return fail(*bad);
    input_.consume((**whole).size());
    offset_ += (**whole).size();
    if (state_ != state::head) return head;
    if (++interim_ > limits_.max_interim) return fail(errc::too_many_interim);
    scanner_ = {head_scanner::start::status_line, limits_.max_head, limits_.max_fields};
  }
}

/// How the body ends, by the list of RFC 9112, 6.3.
std::optional<errc> response_reader::start_body(const response_head& head) noexcept {
  const framing_fields& said = scanner_.framing();
  const bool interim = is_interim(head.status);
  const bool never_has_one = interim || head.status == no_content;
  if (head.status == switching_protocols && !(context_.to_upgrade && said.upgrade))
    return errc::unexpected_upgrade;
  if (never_has_one && (said.chunked || said.content_length.value_or(0) != 0))
    return errc::contradictory_length;
  const bool bodiless = never_has_one || head.status == not_modified || context_.to_head;
  auto framing = body_framing::until_close;
  if (bodiless)
    framing = body_framing::none;
  else if (said.chunked)
    framing = body_framing::chunked;
  else if (said.content_length)
    framing = body_framing::length;
  const std::uint64_t length = said.content_length.value_or(0);
  if (framing == body_framing::length && length > limits_.max_body) return errc::body_too_large;
  body_ = {framing, length, limits_};
  const bool stays = head.minor_version == 0 ? said.keep_alive : true;
  reusable_ = stays && !said.close && framing != body_framing::until_close;
  if (head.status == switching_protocols)
    state_ = state::switching;
  else if (!interim)
    state_ = state::body;
  return std::nullopt;
}

response_reader::result response_reader::read_body() noexcept {
  const auto step = body_.next(input_);
  if (!step) return fail(step.error());
  switch (step->is) {
    case body_reader::step::kind::more: return std::monostate{};
    case body_reader::step::kind::data: return step->data;
    case body_reader::step::kind::end:
      state_ = state::idle;
      offset_ += body_.taken();
      return message_end{step->trailers};
  }
  return std::monostate{};
}

response_reader::result response_reader::end() noexcept {
  switch (state_) {
    case state::head:
      return fail(begun() ? errc::closed_in_answer : errc::closed_before_answer, input_.size());
    case state::body:
      if (!body_.may_end()) return fail(errc::closed_in_answer, body_.taken() + input_.size());
      state_ = state::idle;
      return message_end{};
    default: return next();
  }
}

std::error_code response_reader::keep() noexcept {
  if (state_ == state::failed) return fault_.error;
  if (!input_.keep()) fail({make_error_code(gamewire::errc::no_memory), 0});
  return fault_.error;
}

std::unexpected<fault> response_reader::fail(errc error, std::uint64_t further) noexcept {
  return fail({make_error_code(error), further});
}

std::unexpected<fault> response_reader::fail(const fault& what) noexcept {
  state_ = state::failed;
  fault_ = {what.error, offset_ + what.offset};
  return std::unexpected(fault_);
}

}  // namespace gamewire::inline v0::http1
