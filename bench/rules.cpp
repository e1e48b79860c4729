/// What does walking a list of 250 rules (7 KB) cost, against a memchr per string?
#include <cstring>

#include <gamewire/a2s/rules.hpp>

#include "corpus.hpp"
#include "measure.hpp"

namespace {

using namespace gamewire;

std::uint64_t digest(std::string_view name, std::string_view value) { return name.size() + 3 * value.size(); }

std::uint64_t walk(bytes reply) {
  const auto rules = a2s::decode_rules(reply);
  if (!rules) return 0;
  std::uint64_t sum = rules->declared();
  for (const auto& rule : *rules) sum += digest(rule.name, rule.value);
  return sum;
}

std::uint64_t walk_by_hand(bytes reply) {
  const char* at = as_text(reply).data();
  const char* const end = at + reply.size();
  if (reply.size() < 7 || std::memcmp(at, "\xff\xff\xff\xff\x45", 5) != 0) return 0;
  std::uint16_t count;
  std::memcpy(&count, at + 5, 2);
  at += 7;
  std::uint64_t sum = count;
  for (unsigned i = 0; i < count; ++i) {
    const auto* name_end = static_cast<const char*>(std::memchr(at, 0, static_cast<std::size_t>(end - at)));
    if (name_end == nullptr) break;
    const char* value = name_end + 1;
    const auto* value_end =
        static_cast<const char*>(std::memchr(value, 0, static_cast<std::size_t>(end - value)));
    if (value_end == nullptr) break;
    sum += digest({at, name_end}, {value, value_end});
    at = value_end + 1;
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const auto replies = bench::rules_replies(250);
  return bench::compare(
      argc, argv, replies.size(), [&] { return [&](std::size_t i) { return walk(replies[i]); }; },
      [&] { return [&](std::size_t i) { return walk_by_hand(replies[i]); }; });
}
