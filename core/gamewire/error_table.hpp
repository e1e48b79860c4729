/// A category of errors as a table, a row for each. For those who define errors.
///
///     const std::error_category& category() noexcept {
///       static const error_table instance("gamewire.vdf", error_rows<errc>({
///           {errc::missing_key, condition::protocol, "a key is missing"}, … }));
///       return instance;
///     }
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include <gamewire/error.hpp>

namespace gamewire::inline v0 {

/// One error of the enum `E`.
template <class E>
struct error_row {
  E error;
  condition kind;            // under which it falls
  std::string_view meaning;  // a few words of English, for people; kept as a view, so a literal
};

/// Does not compile unless the rows stand in the order of the enum, which begins with 1.
template <class E, std::size_t N>
consteval std::array<error_row<E>, N> error_rows(const error_row<E> (&rows)[N]) {
  for (std::size_t i = 0; i < N; ++i)
    if (static_cast<std::size_t>(rows[i].error) != i + 1) throw "a row is missing, or at another's place";
  return std::to_array(rows);
}

/// The category: an error that has no row is an "unknown error", and falls under no condition.
template <class E, std::size_t N>
class error_table final : public std::error_category {
 public:
  /// The name must outlive the category.
  constexpr error_table(const char* name, const std::array<error_row<E>, N>& rows) noexcept
      : name_(name), rows_(rows) {}

  /// As std::error_category has them.
  [[nodiscard]] const char* name() const noexcept override { return name_; }

  [[nodiscard]] std::string message(int value) const override {
    return has(value) ? std::string(row_of(value).meaning) : "unknown error";
  }

  [[nodiscard]] std::error_condition default_error_condition(int value) const noexcept override {
    return has(value) ? std::error_condition(row_of(value).kind) : std::error_condition(value, *this);
  }

 private:
  [[nodiscard]] static bool has(int value) noexcept { return value >= 1 && value <= static_cast<int>(N); }
  [[nodiscard]] const error_row<E>& row_of(int value) const noexcept {
    return rows_[static_cast<std::size_t>(value) - 1];
  }

  const char* name_;
  std::array<error_row<E>, N> rows_;
};

}  // namespace gamewire::inline v0
