/// What a server's Web API can be asked: the table of its interfaces, their methods and the parameters of those.
///
///     auto table = webapi::interfaces::read(answer);          // of ISteamWebAPIUtil/GetSupportedAPIList
///     write_file("steam.interfaces", table->text());          // and at the next start, without a request,
///     auto again = webapi::interfaces::load(read_file(…));
///     for (const auto& one : again->all())
///       for (const auto& method : one.methods()) … method.name … method.version …
///
/// The table is its text, read where it lies. A line for each, below what it belongs to, fields parted by tabs:
///
///     gamewire interfaces 1
///     ISteamUser
///         GetPlayerSummaries  2  GET  what it does
///             steamids  string  required  what it is
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <system_error>

#include <gamewire/bytes.hpp>
#include <gamewire/json/value.hpp>
#include <gamewire/webapi/error.hpp>
#include <gamewire/webapi/rows.hpp>

namespace gamewire::inline v0::webapi {

/// The declared types; what is none of the others is taken for text.
enum class value_type : std::uint8_t { text, boolean, int32, uint32, int64, uint64, floating, raw, message };

/// "uint32" is `uint32`, "{message}" `message`, "{enum}" `int32`.
value_type type_named(std::string_view name) noexcept;

/// Views, valid as long as the table does not change; so is all that follows.
struct parameter_row {
  /// How far it is indented, here and below. Rows are made by `rows` (rows.hpp).
  static constexpr std::size_t depth = 2;

  parameter_row() = default;
  parameter_row(std::string_view line, std::string_view below) noexcept;

  /// Without the "[0]" that marks an array.
  std::string_view name;
  /// As the server calls it.
  std::string_view type;
  std::string_view description;
  bool optional = true;
  bool array = false;

  /// `type`, as values are checked by it.
  [[nodiscard]] value_type kind() const noexcept { return type_named(type); }
};

/// One version of a method.
struct method_row {
  static constexpr std::size_t depth = 1;

  method_row() = default;
  method_row(std::string_view line, std::string_view below) noexcept;

  std::string_view name;
  std::uint32_t version = 0;  // from 1
  /// Else it is called by GET.
  bool is_post = false;
  std::string_view description;

  /// Its parameters, read while they are walked through; views into the table.
  [[nodiscard]] rows<parameter_row> parameters() const noexcept { return rows<parameter_row>(below_); }
  /// "GET" or "POST".
  [[nodiscard]] std::string_view verb() const noexcept { return is_post ? "POST" : "GET"; }

 private:
  std::string_view below_;
};

/// One interface, such as ISteamUser.
struct interface_row {
  static constexpr std::size_t depth = 0;

  interface_row() = default;
  interface_row(std::string_view line, std::string_view below) noexcept : name(line), below_(below) {}

  std::string_view name;

  /// Its methods, of each version; as above.
  [[nodiscard]] rows<method_row> methods() const noexcept { return rows<method_row>(below_); }
  /// Does it take `input_json`? By its name, I…Service.
  [[nodiscard]] bool is_service() const noexcept { return name.ends_with("Service"); }

 private:
  std::string_view below_;
};

/// The table. It cannot be copied: `load(text())` makes another.
class interfaces {
 public:
  /// A table, or why it is none.
  using made = std::expected<interfaces, std::error_code>;

  /// Of nothing.
  interfaces() = default;

  /// From what GetSupportedAPIList answers. Whatever it does not know is passed over, and so are interfaces and methods
  /// that are odd, such as one with a name that cannot be called; descriptions lose their line breaks. Errors:
  /// `errc::not_a_list` for what is no such list to its end, and where no interface is left;
  /// `gamewire::errc::no_memory`.
  static made read(const json::value& answer) noexcept;
  /// From what `text` gave. Errors: `errc::bad_table`; `gamewire::errc::no_memory`.
  static made load(std::string_view text) noexcept;

  /// All of it, to be kept. ASCII or UTF-8. A view, as all that the table gives.
  [[nodiscard]] std::string_view text() const noexcept { return as_text(text_.view()); }
  [[nodiscard]] bool empty() const noexcept { return all().empty(); }

  /// All interfaces, in their order in the list.
  [[nodiscard]] rows<interface_row> all() const noexcept;
  /// Error: `errc::unknown_interface`.
  [[nodiscard]] std::expected<interface_row, std::error_code> find(
      std::string_view interface_name) const noexcept;
  /// This version of a method, or with 0 its newest. Errors: `errc::unknown_interface`, `unknown_method`,
  /// `unknown_version`.
  [[nodiscard]] std::expected<method_row, std::error_code> find(std::string_view interface_name,
                                                                std::string_view method,
                                                                std::uint32_t version = 0) const noexcept;

 private:
  byte_buffer text_;
};

}  // namespace gamewire::inline v0::webapi
