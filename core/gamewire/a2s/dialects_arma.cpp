#include <array>
#include <bit>

#include <gamewire/a2s/dialects.hpp>

namespace gamewire::inline v0::a2s {
namespace {

/// The escaped data: the pages in the order of their numbers, joined, because an escape can straddle two of
/// them.
struct joined_pages {
  std::string escaped;
  bool missing = false;  // not all of them came: the data end before the gap
};

/// A page is a rule whose name is two bytes: its number, from 1, and how many there are. Other rules have
/// names of two letters, so only the first page tells which count is meant.
std::optional<std::uint8_t> page_count(const rules_view& rules) noexcept {
  for (const rule_view& rule : rules)
    if (rule.name.size() == 2 && rule.name[0] == 1) return static_cast<std::uint8_t>(rule.name[1]);
  return std::nullopt;
}

joined_pages join_pages(const rules_view& rules, std::uint8_t count) {
  std::array<std::optional<std::string_view>, 256> pages;
  for (const rule_view& rule : rules) {
    if (rule.name.size() != 2 || static_cast<std::uint8_t>(rule.name[1]) != count) continue;
    pages[static_cast<std::uint8_t>(rule.name[0])] = rule.value;
  }
  joined_pages joined;
  for (std::size_t number = 1; number <= count; ++number) {
    if (!pages[number]) {
      joined.missing = true;
      break;
    }
    joined.escaped += *pages[number];
  }
  return joined;
}

/// 01 01, 01 02 and 01 03 stand for 01, 00 and FF. Read in one pass: what an escape yields is not the start
/// of another.
std::string unescape(std::string_view escaped) {
  constexpr std::string_view meaning("\x01\x00\xff", 3);
  std::string plain;
  plain.reserve(escaped.size());
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    const bool escape =
        escaped[i] == 1 && i + 1 < escaped.size() && escaped[i + 1] >= 1 && escaped[i + 1] <= 3;
    if (escape) ++i;
    plain += escape ? meaning[static_cast<std::size_t>(escaped[i] - 1)] : escaped[i];
  }
  return plain;
}

/// Where the readings of the same bytes differ.
struct dialect {
  bool dayz;       // no difficulty, but a description
  bool dlc_names;  // creator DLCs in the list of mods have a name, as mods have
};

std::string_view short_text(byte_reader& reader) noexcept { return as_text(reader.take(reader.u8())); }

arma_mod read_mod(byte_reader& reader, dialect how) {
  arma_mod mod{.hash = reader.u32()};
  const unsigned info = reader.u8();
  mod.dlc = (info & 0x10) != 0;
  const unsigned id_size = info & 0x0f;
  for (unsigned i = 0; i < id_size; ++i) {
    const std::uint64_t digit = reader.u8();
    if (i < sizeof mod.steam_id) mod.steam_id |= digit << (8 * i);
  }
  if (!mod.dlc || how.dlc_names) mod.name = short_text(reader);
  return mod;
}

/// Reads as much as there is; what was cut is left out.
arma_rules read(byte_reader& reader, dialect how) {
  arma_rules rules{.dayz = how.dayz};
  rules.version = reader.u8();
  rules.overflow = reader.u8();
  rules.dlc_mask = reader.u16();
  if (!how.dayz) {
    const std::array<std::uint8_t, 2> difficulty{reader.u8(), reader.u8()};
    if (reader.ok()) rules.difficulty = difficulty;
  }
  for (unsigned left = rules.dlc_mask; left != 0; left &= left - 1) {
    const std::uint32_t hash = reader.u32();
    if (reader.ok()) rules.dlcs.emplace_back(static_cast<std::uint16_t>(left & -left), hash);
  }
  for (unsigned left = reader.u8(); left != 0 && reader.ok(); --left) {
    arma_mod mod = read_mod(reader, how);
    if (reader.ok()) rules.mods.push_back(std::move(mod));
  }
  for (unsigned left = reader.u8(); left != 0 && reader.ok(); --left) {
    const std::string_view signature = short_text(reader);
    if (reader.ok()) rules.signatures.emplace_back(signature);
  }
  if (how.dayz) rules.description = short_text(reader);
  return rules;
}

}  // namespace

std::optional<arma_rules> decode_arma_rules(const rules_view& rules) {
  const auto count = page_count(rules);
  if (!count) return std::nullopt;
  const joined_pages pages = join_pages(rules, *count);
  const std::string plain = unescape(pages.escaped);

  // Version 3 is Arma's. Versions 1 and 2 are DayZ's, and were Arma's once.
  const bool dayz = !plain.starts_with('\3');
  for (const dialect how : {dialect{dayz, true}, {dayz, false}, {!dayz, true}, {!dayz, false}}) {
    byte_reader reader(as_bytes(plain));
    arma_rules fitting = read(reader, how);
    if (!reader.ok() || !reader.empty()) continue;
    fitting.partial = pages.missing;
    return fitting;
  }
  byte_reader reader(as_bytes(plain));
  arma_rules usual = read(reader, {dayz, true});
  usual.partial = true;
  return usual;
}

std::string_view arma_rules::dlc_name(std::uint16_t bit, bool dayz) noexcept {
  static constexpr std::array<std::string_view, 13> arma_names{
      "Karts",   "Marksmen",         "Helicopters", "Zeus",    "Apex",
      "Jets",    "Laws of War",      "Malden",      "Tac-Ops", "Tanks",
      "Contact", "Contact Platform", "Art of War"};
  static constexpr std::array<std::string_view, 4> dayz_names{"Livonia", "Frostline", "Badlands",
                                                              "Survivor GameZ"};
  const std::span<const std::string_view> names =
      dayz ? std::span<const std::string_view>(dayz_names) : arma_names;
  const auto index = static_cast<std::size_t>(std::countr_zero(bit));
  return std::has_single_bit(bit) && index < names.size() ? names[index] : "";
}

}  // namespace gamewire::inline v0::a2s
