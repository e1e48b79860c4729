/// What does walking a list of 64 players cost, against walking it by hand?
#include <bit>
#include <cstring>

#include <gamewire/a2s/players.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

std::uint64_t digest(std::uint8_t index, std::string_view name, std::int32_t score, float duration) {
  return index + name.size() + static_cast<std::uint32_t>(score) + std::bit_cast<std::uint32_t>(duration);
}

std::uint64_t walk(bytes reply) {
  const auto players = a2s::decode_players(reply);
  if (!players) return 0;
  std::uint64_t sum = players->declared();
  for (const auto& player : *players) sum += digest(player.index, player.name, player.score, player.duration);
  return sum;
}

std::uint64_t walk_by_hand(bytes reply) {
  const char* at = as_text(reply).data();
  const char* const end = at + reply.size();
  if (reply.size() < 6 || std::memcmp(at, "\xff\xff\xff\xff\x44", 5) != 0) return 0;
  const auto count = static_cast<std::uint8_t>(at[5]);
  at += 6;
  std::uint64_t sum = count;
  for (unsigned i = 0; i < count && at != end; ++i) {
    const auto index = static_cast<std::uint8_t>(*at++);
    const auto* nul = static_cast<const char*>(std::memchr(at, 0, static_cast<std::size_t>(end - at)));
    if (nul == nullptr || end - nul < 9) break;
    std::int32_t score;
    float duration;
    std::memcpy(&score, nul + 1, 4);
    std::memcpy(&duration, nul + 5, 4);
    sum += digest(index, {at, nul}, score, duration);
    at = nul + 9;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const auto replies = bench::players_replies();
  return bench::compare(
      argc, argv, replies.size(), [&] { return [&](std::size_t i) { return walk(replies[i]); }; },
      [&] { return [&](std::size_t i) { return walk_by_hand(replies[i]); }; });
}
