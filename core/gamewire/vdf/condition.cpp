#include <algorithm>

#include <gamewire/vdf/condition.hpp>
#include <gamewire/vdf/token.hpp>

namespace gamewire::inline v0::vdf {
namespace {

constexpr bool is_name(char c) noexcept {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

class evaluation {
 public:
  evaluation(std::string_view text, std::span<const std::string_view> symbols) noexcept
      : text_(text), symbols_(symbols) {}

  /// A sum of products, so that nothing has to be remembered but the two that are being added up.
  std::optional<bool> run() noexcept {
    bool any = false;
    bool all = true;
    while (true) {
      const auto one = operand();
      if (!one) return std::nullopt;
      all = all && *one;
      if (take("&&")) continue;
      any = any || all;
      if (text_.empty()) return any;
      if (!take("||")) return std::nullopt;
      all = true;
    }
  }

 private:
  std::optional<bool> operand() noexcept {
    bool negated = false;
    while (take("!")) negated = !negated;
    if (!take("$")) return std::nullopt;
    const auto end = std::ranges::find_if_not(text_, is_name);
    const auto size = static_cast<std::size_t>(end - text_.begin());
    if (size == 0) return std::nullopt;
    const std::string_view name = text_.substr(0, size);
    text_.remove_prefix(size);
    skip_blanks();
    return std::ranges::any_of(symbols_, [&](auto each) { return same_key(each, name); }) != negated;
  }

  bool take(std::string_view sign) noexcept {
    skip_blanks();
    if (!text_.starts_with(sign)) return false;
    text_.remove_prefix(sign.size());
    return true;
  }

  void skip_blanks() noexcept { text_.remove_prefix(std::min(text_.find_first_not_of(" \t"), text_.size())); }

  std::string_view text_;
  std::span<const std::string_view> symbols_;
};

}  // namespace

std::optional<bool> evaluate(std::string_view expression,
                             std::span<const std::string_view> symbols) noexcept {
  return evaluation(expression, symbols).run();
}

}  // namespace gamewire::inline v0::vdf
