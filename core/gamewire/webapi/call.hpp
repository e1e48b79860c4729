/// What a method is called with, and whether that is what it declares.
///
///     const std::array arguments{webapi::argument{"steamids", "76561197960435530"}};
///     const webapi::call call{.interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = arguments};
///     if (const auto wrong = webapi::check(table, call)) … wrong->error, wrong->parameter …
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/webapi/interfaces.hpp>

namespace gamewire::inline v0::webapi {

/// The value of a parameter: text, a number, true or false. A text is a view, and may also say a number ("440"), or
/// `true`, `false`, `1`, `0`, for those who have nothing else.
class value {
 public:
  value() = default;
  value(std::string_view text) noexcept : text_(text) {}           // NOLINT: stands for a value
  value(const char* text) noexcept : text_(text) {}                // NOLINT
  value(bool is) noexcept : text_(is ? "1" : "0"), bool_(true) {}  // NOLINT
  template <std::integral T>
  value(T number) noexcept  // NOLINT
      : number_(static_cast<std::uint64_t>(number)), is_number_(true), negative_(number < T{}) {}

  /// Could it be one of this type?
  [[nodiscard]] bool is(value_type type) const noexcept;
  /// As it is sent, in the caller's memory if it is a number.
  [[nodiscard]] std::string_view sent(value_type type, std::span<char, 24> room) const noexcept;

 private:
  [[nodiscard]] std::string_view shown(std::span<char, 24> room) const noexcept;

  std::string_view text_;
  std::uint64_t number_ = 0;
  bool is_number_ = false;
  bool negative_ = false;
  bool bool_ = false;
};

/// Of an array there are as many of one name as it has elements, in their order; or they are named "ids[0]", "ids[1]" …
struct argument {
  std::string_view name;  // as the table has it; case counts
  webapi::value value;
};

/// How the answer is written.
enum class format : std::uint8_t { json, vdf, xml };
/// As it is sent: "json".
std::string_view name_of(format which) noexcept;

/// Views, needed until it is made or given to a client.
struct call {
  std::string_view interface_name;  // "ISteamUser"; case counts, here and below
  std::string_view method;          // "GetPlayerSummaries"
  /// 0 for the newest.
  std::uint32_t version = 0;
  std::span<const argument> arguments = {};
  /// All arguments at once, of a service: a JSON object, which alone can hold messages inside each other. Then there are
  /// no others.
  std::string_view input_json = {};
  format answer_as = format::json;
};

/// What is wrong with a call.
struct mistake {
  std::error_code error;
  std::string_view parameter = {};  // which; a view into the call or the table
  std::string_view type = {};       // what it should be, as the server calls it
};

/// What a call does not say, and may not: neither `key` nor `format` are arguments.
struct circumstances {
  bool has_key = false;  // one goes with it
};

/// Is the call one that the table has, each argument of its declared type, none missing? Errors: those of
/// `interfaces::find`; `unknown_parameter`, `missing_parameter`, `repeated_parameter`, `wrong_index`,
/// `wrong_type`, `bad_input_json`, `no_key`; `gamewire::errc::no_memory`, for the look at `input_json`.
std::optional<mistake> check(const interfaces& table, const call& what,
                             const circumstances& in = {}) noexcept;

}  // namespace gamewire::inline v0::webapi
