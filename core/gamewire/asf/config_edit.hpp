/// Changes some members of a configuration and keeps the rest: also members that this library does not know, and
/// their order.
///
///     // of the answer to get_info:
///     const auto info = asf::result<asf::route::asf_info>(answer->reply);
///     const std::array changes{asf::change::text("IPCPassword", "…"), asf::change::id("SteamOwnerID", 7656…)};
///     const auto config = asf::edit_config(info->global_config, changes);
///     if (config) client.ask(asf::configure_asf{.config = config->text()});
///
/// ASF never gives its secrets, and keeps those that a new configuration does not name: so to leave a secret
/// out keeps it, `change::clear` removes it, `change::text` sets it.
///
/// Ids that come twice, as a number and as "s_…" in a string, are changed in both places: of the two, ASF takes
/// the one that it reads last. Where they differ to begin with, the string is right: it is the number that loses
/// digits on its way.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>
#include <system_error>

#include <gamewire/json/value.hpp>
#include <gamewire/secret.hpp>

namespace gamewire::inline v0::asf {

/// What becomes of a member. Case does not count in its name, as it does not for ASF.
class change {
 public:
  /// What it becomes: any JSON; a string; an id; null; or it is left out.
  enum class kind : std::uint8_t { json, text, id, null, absent };

  /// To any JSON: numbers, lists, `true`. It goes in as it stands.
  static constexpr change json(std::string_view name, std::string_view value) noexcept {
    return {name, kind::json, value, 0};
  }
  /// To a string, of UTF-8.
  static constexpr change text(std::string_view name, std::string_view value) noexcept {
    return {name, kind::text, value, 0};
  }
  /// To a number; of a member that comes twice, in both of its forms.
  static constexpr change id(std::string_view name, std::uint64_t value) noexcept {
    return {name, kind::id, {}, value};
  }
  /// To null: of a secret, that it be forgotten.
  static constexpr change clear(std::string_view name) noexcept { return {name, kind::null, {}, 0}; }
  /// Leaves it out: its default, or of a secret what it is.
  static constexpr change drop(std::string_view name) noexcept { return {name, kind::absent, {}, 0}; }

  /// As the configuration has it: "IPCPassword". Views live as long as what the change was made of.
  std::string_view name;
  kind what;
  std::string_view value;  // of JSON and strings
  std::uint64_t number;    // of ids
};

/// A configuration as it is to be sent, in memory that is wiped.
class config_text {
 public:
  explicit config_text(secret memory, bool reconciled) noexcept
      : memory_(std::move(memory)), reconciled_(reconciled) {}
  /// A JSON object; lives as long as this object.
  [[nodiscard]] std::string_view text() const noexcept { return as_text(memory_.view()); }
  /// An id and its twin were not the same.
  [[nodiscard]] bool reconciled() const noexcept { return reconciled_; }

 private:
  secret memory_;
  bool reconciled_;
};

/// The configuration with the changes made; members that it does not have are added at its end. Of several
/// changes to one member the last counts. Errors: those of `json::value::check`, with the depth of 32 that ASF
/// reads, and `json::errc::wrong_type` for a configuration that is no object; `errc::invalid_argument` for a change
/// that is not JSON, not UTF-8, or gives an id that is none; `errc::no_memory`.
std::expected<config_text, std::error_code> edit_config(const json::value& config,
                                                        std::span<const change> changes) noexcept;

}  // namespace gamewire::inline v0::asf
