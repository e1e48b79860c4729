/// What a scan tells: a line for each target, and the sum of it all.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "a2s/answer.hpp"
#include "target/target_stream.hpp"

namespace gamewire::cli {

/// How far a scan has come. `asked` is how many have their result: `answered` and all of `failed`.
struct scan_counts {
  std::uint64_t asked = 0;
  std::uint64_t answered = 0;
  std::array<std::uint64_t, condition_table.size()> failed{};  // in the order of the table
  std::uint64_t in_flight = 0;
  std::uint64_t packets_sent = 0;
  std::uint64_t packets_received = 0;
  std::uint64_t dropped = 0;
  double seconds = 0;

  [[nodiscard]] double queries_per_second() const noexcept {
    return seconds > 0 ? static_cast<double>(asked) / seconds : 0;
  }
};

/// "address" and "resolved": what the result of a target begins with.
void put_about(json_line& to, const listed& whom);

/// The result for people, in a line.
std::string scan_line(const listed& whom, const answer& got, const output& style);
std::string scan_line(const listed& whom, const fault& why, const output& style);

/// The sum as an object; as a line for people; and the line of progress, without newline.
json summary_json(const scan_counts& counts);
std::string summary_line(const scan_counts& counts);
std::string progress_line(const scan_counts& counts);

}  // namespace gamewire::cli
