/// What does reading a SteamID from text cost, against std::from_chars of the same digits?
#include <charconv>

#include <gamewire/random.hpp>
#include <gamewire/steamid/format.hpp>
#include <gamewire/steamid/parse.hpp>

#include "corpus.hpp"
#include "measure.hpp"
#include "must.hpp"

namespace {

using namespace gamewire;

/// The forms that logs and lists are full of, in turn.
bench::corpus ids() {
  bench::corpus texts;
  split_mix random(1);
  for (std::size_t i = 0; i < bench::variety; ++i) {
    const auto who = steamid::id::individual(random.below(0x7fffffff));
    switch (random.below(3)) {
      case 0: texts.add(as_bytes(to_steam64(who).view())); break;
      case 1: texts.add(as_bytes(to_steam2(who)->view())); break;
      default: texts.add(as_bytes(to_steam3(who).view()));
    }
  }
  return texts;
}

std::uint64_t parse(bytes text) {
  const auto read = steamid::parse(as_text(text));
  return read ? read->account() : 0;
}

/// The number at `from`; `from` is moved behind it and the character that follows.
std::uint64_t number(const char*& from, const char* end) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(from, end, value);
  bench::must(result.ec == std::errc{});
  from = result.ptr + 1;
  return value;
}

std::uint64_t parse_by_hand(bytes in) {
  const char* from = as_text(in).data();
  const char* const end = from + in.size();
  if (*from == '[') {
    from += 3;
    number(from, end);
    return number(from, end);
  }
  if (*from == 'S') {
    from += 6;
    number(from, end);
    const std::uint64_t y = number(from, end);
    return number(from, end) << 1 | y;
  }
  return number(from, end) & 0xffffffff;
}

}  // namespace

int main(int argc, char** argv) {
  const auto texts = ids();
  return bench::compare(
      argc, argv, texts.size(), [&] { return [&](std::size_t i) { return parse(texts[i]); }; },
      [&] { return [&](std::size_t i) { return parse_by_hand(texts[i]); }; });
}
