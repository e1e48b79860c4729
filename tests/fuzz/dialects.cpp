// The games' own encodings inside rules and keywords are read without a crash; what is read is no longer than
// it was.
#include <gamewire/a2s/dialects.hpp>

#include "target.hpp"

using namespace gamewire;

FUZZ_TARGET(dialects) {
  if (const auto rules = a2s::decode_rules(in))
    if (const auto arma = a2s::decode_arma_rules(*rules)) {
      std::size_t size = arma->description.size();
      for (const auto& mod : arma->mods) size += mod.name.size();
      for (const auto& signature : arma->signatures) size += signature.size();
      HOLDS(size <= in.size() && arma->dlcs.size() <= 16);
    }
  const std::string_view keywords = as_text(in);
  if (const auto pairs = a2s::decode_unreal_keywords(keywords))
    for (const auto& [key, value] : *pairs)
      HOLDS(key.data() >= keywords.data() &&
            value.data() + value.size() <= keywords.data() + keywords.size());
  if (const auto rust = a2s::decode_rust_keywords(keywords)) HOLDS(rust->players || rust->max_players);
}
