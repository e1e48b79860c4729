#include <algorithm>
#include <array>

#include <fmt/core.h>

#include <gamewire/a2s/dialects.hpp>
#include <gamewire/a2s/info.hpp>
#include <gamewire/text.hpp>

#include "a2s/a2s_json.hpp"

namespace gamewire::cli {
namespace {

json arma_json(const a2s::arma_rules& rules) {
  json object{{"format", rules.dayz ? "dayz" : "arma3"},
              {"version", rules.version},
              {"overflow", rules.overflow},
              {"dlc_mask", rules.dlc_mask}};
  if (rules.difficulty) object["difficulty"] = *rules.difficulty;
  object["dlcs"] = json::array();
  for (const auto& [bit, hash] : rules.dlcs)
    object["dlcs"].push_back(json{{"bit", bit},
                                  {"name", a2s::arma_rules::dlc_name(bit, rules.dayz)},
                                  {"hash", fmt::format("{:08x}", hash)}});
  object["mods"] = json::array();
  for (const a2s::arma_mod& mod : rules.mods) {
    json entry;
    put_text(entry, "name", mod.name);
    entry["steam_id"] = std::to_string(mod.steam_id);
    entry["dlc"] = mod.dlc;
    entry["hash"] = fmt::format("{:08x}", mod.hash);
    object["mods"].push_back(std::move(entry));
  }
  object["signatures"] = json::array();
  for (const std::string& signature : rules.signatures) object["signatures"].push_back(to_utf8(signature));
  if (!rules.description.empty()) put_text(object, "description", rules.description);
  object["partial"] = rules.partial;
  return object;
}

json rust_json(const a2s::rust_keywords& keywords) {
  json object{{"format", "rust"}};
  if (keywords.players) object["cp"] = *keywords.players;
  if (keywords.max_players) object["mp"] = *keywords.max_players;
  if (keywords.queued) object["qp"] = *keywords.queued;
  if (keywords.protocol) object["v"] = *keywords.protocol;
  if (keywords.born) object["born"] = *keywords.born;
  return object;
}

std::optional<json> keywords_json(std::string_view keywords) {
  if (const auto rust = a2s::decode_rust_keywords(keywords)) return rust_json(*rust);
  const auto unreal = a2s::decode_unreal_keywords(keywords);
  if (!unreal) return std::nullopt;
  json tags = json::object();
  for (const auto& [key, value] : *unreal) put_text(tags, to_utf8(key), value);
  return json{{"format", "unreal"}, {"tags", std::move(tags)}};
}

/// Rules in which engines repeat the keywords of their INFO reply.
bool holds_keywords(std::string_view rule) noexcept {
  constexpr std::array names{"sv_tags", "tags", "keywords"};
  return std::ranges::find(names, rule) != names.end();
}

std::optional<json> rules_json(const a2s::rules_view& rules) {
  if (const auto arma = a2s::decode_arma_rules(rules)) return arma_json(*arma);
  for (const a2s::rule_view& rule : rules)
    if (auto decoded = holds_keywords(rule.name) ? keywords_json(rule.value) : std::nullopt) return decoded;
  return std::nullopt;
}

}  // namespace

std::optional<json> decoded_json(bytes raw) {
  if (const auto rules = a2s::decode_rules(raw)) return rules_json(*rules);
  if (const auto info = a2s::decode_info(raw)) return keywords_json(info->keywords.value_or(""));
  return std::nullopt;
}

}  // namespace gamewire::cli
