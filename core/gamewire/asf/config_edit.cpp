#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <ranges>
#include <utility>

#include <gamewire/ascii.hpp>
#include <gamewire/asf/config_edit.hpp>
#include <gamewire/json/document.hpp>
#include <gamewire/json/writer.hpp>

namespace gamewire::inline v0::asf {
namespace {

constexpr unsigned max_depth = 32;  // what ASF reads
constexpr std::array<std::string_view, 2> twins{"SteamOwnerID", "SteamMasterClanID"};

/// "SteamOwnerID" of "s_SteamOwnerID" and of itself; "" for what has no twin.
std::string_view twin_name(std::string_view name) noexcept {
  const std::string_view plain =
      name.size() > 2 && same_word(name.substr(0, 2), "s_") ? name.substr(2) : name;
  for (const std::string_view one : twins)
    if (same_word(one, plain)) return one;
  return {};
}

bool names_same(std::string_view a, std::string_view b) noexcept {
  const std::string_view twin = twin_name(a);
  return same_word(a, b) || (!twin.empty() && twin == twin_name(b));
}

std::optional<std::uint64_t> to_id(std::string_view digits) noexcept {
  if (digits.size() > 1 && digits.front() == '"') digits = digits.substr(1, digits.size() - 2);
  std::uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(value) : std::nullopt;
}

std::optional<std::uint64_t> id_of(const change& what) noexcept {
  switch (what.what) {
    case change::kind::id: return what.number;
    case change::kind::json:
    case change::kind::text: return to_id(what.value);
    default: return std::nullopt;
  }
}

/// Can it be made?
bool is_sound(const change& what) noexcept {
  if (!twin_name(what.name).empty()) return what.what == change::kind::absent || id_of(what);
  if (what.what != change::kind::json) return true;
  json::document document;
  const auto root = document.read(as_bytes(what.value));
  return root && root->check(max_depth) && root->raw().size() == what.value.size();
}

class editor {
 public:
  editor(const json::value& config, std::span<const change> changes) noexcept
      : config_(config), changes_(changes) {}

  void write(json::writer& out) noexcept {
    out.begin_object();
    json::cursor at = config_.begin();
    at.next();
    json::text key;
    while (at.take_key(key)) {
      const json::value here(at);
      at.skip();
      if (const change* what = change_of(key.raw()))
        put(out, key.raw(), *what);
      else
        keep(out, key, here);
      if (!at.take(',')) break;
    }
    for (const change& one : changes_)
      if (change_of(one.name) == &one && !is_member(one.name)) add(out, one);
    out.end_object();
  }

  [[nodiscard]] bool reconciled() const noexcept { return reconciled_; }

 private:
  /// The last one, which counts.
  [[nodiscard]] const change* change_of(std::string_view name) const noexcept {
    for (const change& one : std::views::reverse(changes_))
      if (names_same(one.name, name)) return &one;
    return nullptr;
  }

  [[nodiscard]] bool is_member(std::string_view name) const noexcept {
    json::cursor at = config_.begin();
    at.next();
    json::text key;
    while (at.take_key(key)) {
      if (names_same(key.raw(), name)) return true;
      at.skip();
      if (!at.take(',')) break;
    }
    return false;
  }

  static void put_id(json::writer& out, std::string_view name, std::uint64_t id) noexcept {
    out.member(name);
    if (twin_name(name).size() == name.size())
      out.number(id);
    else
      out.digits(id);
  }

  static void put(json::writer& out, std::string_view name, const change& what) noexcept {
    if (what.what == change::kind::absent) return;
    if (!twin_name(name).empty()) return put_id(out, name, *id_of(what));
    out.member(name);
    switch (what.what) {
      case change::kind::json: return out.raw(what.value);
      case change::kind::text: return out.text(what.value);
      case change::kind::id: return out.number(what.number);
      default: return out.null();
    }
  }

  void keep(json::writer& out, const json::text& name, const json::value& here) noexcept {
    if (const auto id = twin_name(name.raw()).empty() ? std::nullopt : exact_id(name.raw()))
      return put_id(out, name.raw(), *id);
    out.member_raw(name.raw());
    out.raw(here.raw());
  }

  /// What an id and its twin are to be, if they differ.
  std::optional<std::uint64_t> exact_id(std::string_view name) noexcept {
    std::optional<std::uint64_t> number;
    std::optional<std::uint64_t> text;
    json::cursor at = config_.begin();
    at.next();
    json::text key;
    while (at.take_key(key)) {
      const json::value here(at);
      if (names_same(key.raw(), name)) (here.kind() == json::kind::text ? text : number) = to_id(here.raw());
      at.skip();
      if (!at.take(',')) break;
    }
    if (!text || !number || *text == *number) return std::nullopt;
    reconciled_ = true;
    return text;
  }

  static void add(json::writer& out, const change& what) noexcept {
    const std::string_view twin = twin_name(what.name);
    if (twin.empty()) return put(out, what.name, what);
    if (what.what == change::kind::absent) return;
    out.member(twin).number(*id_of(what));
    out.member(twin == twins[0] ? "s_SteamOwnerID" : "s_SteamMasterClanID").digits(*id_of(what));
  }

  json::value config_;
  std::span<const change> changes_;
  bool reconciled_ = false;
};

}  // namespace

std::expected<config_text, std::error_code> edit_config(const json::value& config,
                                                        std::span<const change> changes) noexcept {
  if (const auto sound = config.check(max_depth); !sound) return std::unexpected(sound.error().error);
  if (config.kind() != json::kind::object) return std::unexpected(make_error_code(json::errc::wrong_type));
  if (!std::ranges::all_of(changes, is_sound))
    return std::unexpected(make_error_code(gamewire::errc::invalid_argument));
  editor edit(config, changes);
  json::writer counter({});
  edit.write(counter);
  secret memory;
  if (!memory.allocate(counter.size())) return std::unexpected(make_error_code(gamewire::errc::no_memory));
  json::writer out(memory.data());
  edit.write(out);
  if (const auto written = out.result(); !written) return std::unexpected(written.error());
  return config_text(std::move(memory), edit.reconciled());
}

}  // namespace gamewire::inline v0::asf
