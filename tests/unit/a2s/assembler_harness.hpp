/// What the tests of the assembler share: splitting messages, and feeding the fragments.
#pragma once

#include <algorithm>
#include <array>
#include <ostream>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/a2s/assembler.hpp>
#include <gamewire/a2s/bzip2.hpp>
#include <gamewire/random.hpp>

#include "support/exact_memory.hpp"
#include "support/hex.hpp"

namespace gamewire::a2s::assembling {

using test::buffer;
using test::from_hex;

inline constexpr time_point start{std::chrono::hours(1)};

inline std::vector<buffer> split(bytes message, const split_plan& plan) {
  std::vector<buffer> datagrams;
  for (std::size_t i = 0; i < fragment_count(plan, message.size()); ++i) {
    buffer room(plan.payload_size + header_size(plan.form));
    const bytes made = encode_fragment(plan, message, i, room).value();
    datagrams.emplace_back(made.begin(), made.end());
  }
  return datagrams;
}

/// A rules reply, with random content, of `size` bytes in all.
inline buffer rules_message(std::size_t size, std::uint64_t seed = 1) {
  buffer message = from_hex("FF FF FF FF 45 05 00");
  split_mix random(seed);
  while (message.size() < size) message.push_back(static_cast<std::byte>(random()));
  message.resize(size);
  return message;
}

/// Adds datagrams, each in memory that is gone afterwards.
class feeder {
 public:
  explicit feeder(const assembler_options& options = {}) : made(options) {}

  /// The message that the datagram completed, as text; or "", or the error in brackets.
  std::string add(bytes datagram) {
    const auto result = made.add(test::exact_memory(datagram).view(), now);
    if (!result) return "[" + result.error().message() + "]";
    return *result ? std::string(as_text(**result)) : "";
  }

  std::string add(std::string_view hex) { return add(from_hex(hex)); }

  /// Adds all in turn; what each gave, one after the other.
  std::string add_all(const std::vector<buffer>& datagrams) {
    std::string seen;
    for (const buffer& one : datagrams) seen += add(one);
    return seen;
  }

  /// All reports: "id have/total", separated by blanks.
  std::string incomplete() {
    std::string seen;
    while (const auto report = made.poll_incomplete())
      seen += (seen.empty() ? "" : " ") + std::to_string(report->id) + " " + std::to_string(report->have) +
              "/" + std::to_string(report->total);
    return seen;
  }

  assembler made;
  time_point now = start;
};

inline std::string text_of(bytes message) { return std::string(as_text(message)); }

inline std::string error_text(std::error_code error) { return "[" + error.message() + "]"; }

}  // namespace gamewire::a2s::assembling
