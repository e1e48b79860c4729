/// What does reading 1 MB of VDF text cost, against a memchr for each quote?
#include <cstring>
#include <string>

#include <gamewire/random.hpp>
#include <gamewire/vdf/text_reader.hpp>

#include "measure.hpp"

namespace {

using namespace gamewire;

/// A file of quoted pairs, as Valve writes them.
std::string file_of_pairs() {
  split_mix random(1);
  std::string text;
  const auto token = [&](std::uint32_t longest) {
    text += '"';
    for (auto left = 1 + random.below(longest); left != 0; --left)
      text += static_cast<char>('a' + random.below(26));
    text += '"';
  };
  while (text.size() < 1'000'000) {
    text += '\t';
    token(20);
    text += "\t\t";
    token(30);
    text += '\n';
  }
  return text;
}

std::uint64_t digest(std::string_view key, std::string_view value) { return key.size() + 3 * value.size(); }

std::uint64_t walk(std::string_view text) {
  vdf::text_reader reader(text);
  std::uint64_t sum = 0;
  while (reader.next()) sum += digest(reader.key().raw, reader.value().raw);
  return reader.error() ? 0 : sum;
}

std::uint64_t walk_by_hand(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto quote = [&] {
    const auto* found = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
    at = found == nullptr ? end : found + 1;
    return found;
  };
  std::uint64_t sum = 0;
  while (quote() != nullptr) {
    const char* const key = at;
    const char* const key_end = quote();
    if (key_end == nullptr || quote() == nullptr) return 0;
    const char* const value = at;
    const char* const value_end = quote();
    if (value_end == nullptr) return 0;
    sum += digest({key, key_end}, {value, value_end});
  }
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string text = file_of_pairs();
  return bench::compare(
      argc, argv, 1, [&] { return [&](std::size_t) { return walk(text); }; },
      [&] { return [&](std::size_t) { return walk_by_hand(text); }; });
}
