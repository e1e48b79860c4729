#include <algorithm>
#include <charconv>
#include <utility>

#include <gamewire/asf/message.hpp>
#include <gamewire/http1/characters.hpp>
#include <gamewire/text.hpp>

namespace gamewire::inline v0::asf {
namespace {

constexpr unsigned max_json_depth = 32;  // what ASF reads

constexpr std::string_view line_end = " HTTP/1.1\r\n";

}  // namespace

std::error_code address::validate() const noexcept {
  return http1::is_base_path(base_path) ? std::error_code{}
                                        : make_error_code(gamewire::errc::invalid_options);
}

carrier carrier_of(std::string_view password) noexcept {
  if (password.empty()) return carrier::none;
  return http1::is_value(password) ? carrier::header : carrier::query;
}

std::string_view message::target() const noexcept {
  return as_text(memory_.view().subspan(method_.size(), target_size_));
}

composer::composer(route which, const address& to, std::span<std::byte> out) noexcept
    : to_(to), out_(out), head_(out), method_(row(which).method), path_(row(which).path) {
  if (const auto invalid = to.validate()) refuse(invalid);
}

void composer::reroute(std::string_view method, std::string_view path) noexcept {
  method_ = method;
  path_ = path;
  has_query_ = path.find('?') != path.npos;
}

/// What stands in the path up to the next place for a segment; before the first, what stands before that.
void composer::literal() noexcept {
  if (head_.size() == 0) {
    head_.put(method_);
    head_.put(to_.base_path);
  }
  const std::size_t brace = std::min(path_.find('{'), path_.size());
  head_.put(path_.substr(0, brace));
  path_.remove_prefix(brace);
}

void composer::segment(std::string_view value) noexcept {
  literal();
  if (value.empty() || value == "." || value == ".." || !is_utf8(value)) refuse();
  head_.percent_encoded(value);
  path_.remove_prefix(std::min(path_.find('}') + 1, path_.size()));
}

void composer::segment(std::uint64_t value) noexcept {
  literal();
  head_.number(value);
  path_.remove_prefix(std::min(path_.find('}') + 1, path_.size()));
}

void composer::query(std::string_view name, std::string_view value) noexcept {
  literal();
  head_.put(std::exchange(has_query_, true) ? '&' : '?');
  head_.percent_encoded(name);
  head_.put('=');
  if (!is_utf8(value)) refuse();
  head_.percent_encoded(value);
}

void composer::query(std::string_view name, std::int64_t value) noexcept {
  char digits[24];
  query(name, std::string_view{digits, std::to_chars(digits, digits + sizeof digits, value).ptr});
}

json::writer& composer::body() noexcept {
  finish_head();
  if (!std::exchange(has_body_, true))
    body_ = json::writer(head_.size() <= out_.size() ? out_.subspan(head_.size()) : std::span<std::byte>{});
  return body_;
}

void composer::put_json(std::string_view text, json::kind wanted) noexcept {
  json::writer& out = body();
  json::document document;
  const auto root = document.read(as_bytes(text));
  if (!root)
    return refuse(root.error() == gamewire::errc::no_memory ? root.error()
                                                            : gamewire::errc::invalid_argument);
  if (!root->check(max_json_depth) || (wanted != json::kind::absent && root->kind() != wanted))
    return refuse();
  out.raw(root->raw());
}

void composer::refuse(std::error_code why) noexcept {
  if (!error_) error_ = why;
}

void composer::finish_head() noexcept {
  if (std::exchange(head_done_, true)) return;
  literal();
  const carrier how = carrier_of(to_.password);
  if (how == carrier::query) query("password", to_.password);
  target_size_ = head_.size() - method_.size();
  if (how == carrier::header) head_.put(to_.password);
  if (!path_.empty() || head_.size() == method_.size()) refuse();
  if (method_.size() + 1 + target_size_ + line_end.size() > max_request_line) refuse();
}

std::expected<message, std::error_code> composer::compose(route which, writes write, const void* what,
                                                          const address& to) noexcept {
  composer counter(which, to, {});
  write(counter, what);
  counter.finish_head();
  const std::size_t size = counter.head_.size() + counter.body_.size();
  message made;
  if (!made.memory_.allocate(size)) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  composer out(which, to, made.memory_.data());
  write(out, what);
  out.finish_head();
  if (const auto text = out.body_.result(); out.has_body_ && !text) out.refuse(text.error());
  if (out.error_) return std::unexpected(out.error_);
  made.which_ = which;
  made.secret_ = out.has_body_ && row(which).is(route_flags::secret);
  const std::string_view all = as_text(made.memory_.view());
  made.method_ = all.substr(0, out.method_.size());
  made.target_size_ = out.target_size_;
  made.head_size_ = out.head_.size();
  const std::size_t password_at = out.method_.size() + out.target_size_;
  if (out.has_body_) made.headers_[made.header_count_++] = {"Content-Type", "application/json"};
  if (made.head_size_ > password_at)
    made.headers_[made.header_count_++] = {"Authentication",
                                           all.substr(password_at, made.head_size_ - password_at), true};
  return made;
}

}  // namespace gamewire::inline v0::asf
