#include <algorithm>
#include <optional>

#include <gamewire/ascii.hpp>
#include <gamewire/json/number.hpp>
#include <gamewire/json/value.hpp>

namespace gamewire::inline v0::json {
namespace {

/// Reads by the grammar, with the kinds of the open containers as the bits of one word.
class checker {
 public:
  checker(const cursor& at, unsigned max_depth) noexcept
      : at_(at), max_depth_(std::min(max_depth, 64U)), is_all_(at.is_first()) {}

  std::expected<void, fault> run() noexcept {
    do {
      if (const auto wrong = before_value()) return bad(*wrong);
      if (const auto wrong = value()) return bad(*wrong);
    } while (goes_on());
    if (depth_ != 0 || (is_all_ && !at_.over())) return bad(errc::malformed);
    return {};
  }

 private:
  using problem = std::optional<errc>;

  std::unexpected<fault> bad(errc what) const noexcept {
    return std::unexpected(fault{make_error_code(what), at_.offset()});
  }
  [[nodiscard]] bool in_object() const noexcept { return (objects_ & 1U) != 0; }

  problem before_value() noexcept {
    text key;
    if (depth_ == 0 || !in_object()) return {};
    if (at_.take_key(key) && is_text(key)) return {};
    return errc::malformed;
  }

  /// A scalar, an empty container, or the opening of one.
  problem value() noexcept {
    opened_ = false;
    const bool object = at_.peek() == '{';
    if (!object && at_.peek() != '[') return scalar() ? problem{} : errc::malformed;
    at_.next();
    if (at_.take(object ? '}' : ']')) return {};
    if (depth_ == max_depth_) return errc::too_deep;
    ++depth_;
    objects_ = objects_ << 1U | (object ? 1U : 0U);
    opened_ = true;
    return {};
  }

  bool scalar() noexcept {
    text string;
    if (at_.take_text(string)) return is_text(string);
    if (at_.take_word("true") || at_.take_word("false") || at_.take_word("null")) return true;
    if (at_.over() || !is_number(at_.token())) return false;
    at_.next();
    return true;
  }

  /// Does another value follow in what is open? Closes what ends.
  bool goes_on() noexcept {
    if (opened_) return true;
    while (depth_ != 0) {
      if (at_.take(',')) return true;
      if (!at_.take(in_object() ? '}' : ']')) return false;
      --depth_;
      objects_ >>= 1U;
    }
    return false;
  }

  static bool is_text(const text& what) noexcept {
    for (std::string_view rest = what.raw(); rest.find('\\') != rest.npos;) {
      rest.remove_prefix(rest.find('\\'));
      if (rest.size() < 2) return false;
      const bool unicode = rest[1] == 'u';
      const auto is_hex = [](char c) { return hex_value(c) != no_hex_digit; };
      if (unicode && (rest.size() < 6 || !std::ranges::all_of(rest.substr(2, 4), is_hex))) return false;
      if (!unicode && std::string_view("\"\\/bfnrt").find(rest[1]) == rest.npos) return false;
      rest.remove_prefix(unicode ? 6 : 2);
    }
    return true;
  }

  cursor at_;
  std::uint64_t objects_ = 0;
  unsigned depth_ = 0;
  unsigned max_depth_;
  bool is_all_;  // the value is what the text is
  bool opened_ = false;
};

}  // namespace

json::kind value::kind() const noexcept {
  switch (at_.peek()) {
    case '\0': return kind::absent;
    case 'n': return kind::null;
    case 't':
    case 'f': return kind::boolean;
    case '"': return kind::text;
    case '[': return kind::array;
    case '{': return kind::object;
    default: return kind::number;
  }
}

std::string_view value::raw() const noexcept {
  cursor behind = at_;
  return behind.skip() ? at_.up_to(behind) : std::string_view{};
}

value value::member(std::string_view name) const noexcept {
  value found;
  cursor at = at_;
  if (!at.take('{')) return found;
  do {
    text key;
    if (!at.take_key(key)) return found;
    const value here(at);
    if (!at.skip()) return found;
    if (key == name) found = here;
  } while (at.take(','));
  return found;
}

std::expected<void, fault> value::check(unsigned max_depth) const noexcept {
  if (absent()) return std::unexpected(fault{make_error_code(errc::missing), 0});
  return checker(at_, max_depth).run();
}

}  // namespace gamewire::inline v0::json
