#include "corpus.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/rules.hpp>
#include <gamewire/a2s/split.hpp>
#include <gamewire/random.hpp>

namespace bench {
namespace {

using namespace gamewire;

constexpr std::uint64_t seed = 27015;

/// A benchmark without its input says nothing; none of these is expected to fail.
template <class T>
T must(std::expected<T, std::error_code> made) {
  if (!made) std::abort();
  return *made;
}

std::string text(split_mix& random, std::size_t shortest, std::size_t longest) {
  std::string made(shortest + random.below(static_cast<std::uint32_t>(longest - shortest + 1)), ' ');
  for (char& c : made) c = static_cast<char>('a' + random.below(26));
  return made;
}

std::uint8_t byte_below(split_mix& random, std::uint32_t bound) {
  return static_cast<std::uint8_t>(random.below(bound));
}

}  // namespace

corpus info_replies(std::size_t count) {
  split_mix random(seed);
  corpus made;
  std::array<std::byte, 1400> out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = text(random, 8, 60), map = text(random, 5, 20), folder = text(random, 2, 12),
               game = text(random, 4, 30), version = text(random, 5, 14), keywords = text(random, 4, 70),
               spectator_name = text(random, 4, 30);
    a2s::info_view info{.protocol = 17, .name = name, .map = map, .folder = folder, .game = game};
    info.app_id_16 = static_cast<std::uint16_t>(random.below(65536));
    info.players = byte_below(random, 64);
    info.max_players = 64;
    info.bots = byte_below(random, 8);
    info.server_type_byte = 'd';
    info.environment_byte = random.below(2) != 0 ? 'l' : 'w';
    info.password = random.below(10) == 0;
    info.vac = random.below(10) != 0;
    info.version = version;
    // Nearly all servers send port, Steam id and game id; most have keywords, and few a spectator port.
    const auto odds = random.below(100);
    if (odds >= 2) {
      info.port = 27015;
      info.steam_id = random();
      info.game_id = random();
    }
    if (odds >= 20) info.keywords = keywords;
    if (odds >= 90) info.spectator_port = 27020, info.spectator_name = spectator_name;
    made.add(must(a2s::encode_info(info, out)));
  }
  return made;
}

corpus players_replies(std::size_t count) {
  split_mix random(seed);
  corpus made;
  std::vector<std::byte> out(8192);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<std::string, 64> names;
    std::array<a2s::player_view, 64> list;
    for (std::size_t k = 0; k < list.size(); ++k) {
      names[k] = text(random, 0, 24);
      list[k] = {.name = names[k],
                 .score = static_cast<std::int32_t>(random.below(200)) - 10,
                 .duration = static_cast<float>(random.below(20000))};
    }
    made.add(must(a2s::encode_players(list, out)));
  }
  return made;
}

corpus rules_replies(std::size_t rules, std::size_t count) {
  split_mix random(seed);
  corpus made;
  std::vector<std::byte> out(65536);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> texts;
    for (std::size_t k = 0; k < rules; ++k) {
      texts.push_back(text(random, 8, 30));
      // Most values are a short number, some a sentence.
      texts.push_back(random.below(4) != 0 ? text(random, 1, 4) : text(random, 5, 40));
    }
    std::vector<a2s::rule_view> list;
    for (std::size_t k = 0; k < rules; ++k) list.push_back({texts[2 * k], texts[2 * k + 1]});
    made.add(must(a2s::encode_rules(list, out)));
  }
  return made;
}

split_messages split(const corpus& messages, bool compressed) {
  split_messages made{.datagrams = {}, .starts = {0}};
  byte_buffer body;
  std::array<std::byte, 1400> out;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    bytes whole = messages[i];
    a2s::split_plan plan{.id = static_cast<std::uint32_t>(i + 1)};
    if (compressed) {
      if (a2s::compress(whole, body)) std::abort();
      whole = body.view();
      plan.id |= 0x80000000U;
    }
    const auto fragments = a2s::fragment_count(plan, whole.size());
    for (std::size_t k = 0; k < fragments; ++k)
      made.datagrams.add(must(a2s::encode_fragment(plan, whole, k, out)));
    made.starts.push_back(made.datagrams.size());
  }
  return made;
}

}  // namespace bench
