/// Kinds of options that several commands have.
#pragma once

#include <charconv>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <gamewire/time.hpp>

#include "options.hpp"

namespace gamewire::cli {

inline constexpr double shortest_time = 0.001;
inline constexpr double longest_time = 86'400;  // what machines take

/// Reads all of `text`, or throws what the user is to be told of this option.
template <class Number>
Number number(const char* option, const std::string& text, Number least, Number most) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= least && value <= most))
    throw CLI::ValidationError(option, fmt::format("'{}' is not a number from {} to {}", text, least, most));
  return value;
}

template <class Number>
CLI::Option* add_number(CLI::App& to, const char* name, Number& value, Number least, Number most,
                        const char* help) {
  const auto read = [=, &value](const std::string& text) { value = number(name, text, least, most); };
  return to.add_option_function<std::string>(name, read, help)->option_text("N");
}

/// An option in seconds, fractions allowed.
template <class Duration>
CLI::Option* add_seconds(CLI::App& to, const char* name, Duration& value, const char* help) {
  const auto read = [=, &value](const std::string& text) {
    const std::chrono::duration<double> seconds(number(name, text, shortest_time, longest_time));
    value = std::chrono::round<nanoseconds>(seconds);
  };
  return to.add_option_function<std::string>(name, read, help)->option_text("SECONDS");
}

/// What bounds the memory that a file or an answer may take.
inline void add_limits(CLI::App& to, data_limits& limits) {
  constexpr auto most = static_cast<std::size_t>(0xffffffff);
  add_number<std::size_t>(to, "--max-bytes", limits.max_bytes, 1, most,
                          "more than so many are an error; default 67108864");
  add_number<std::size_t>(to, "--max-entries", limits.max_entries, 1, most,
                          "and more entries of VDF or XML; default 1048576");
}

/// An option that takes several values and can be repeated.
template <class Take>
void add_several(CLI::App& to, const char* name, const char* values, const char* help, Take take) {
  to.add_option_function<std::vector<std::string>>(
        name,
        [take](const std::vector<std::string>& all) {
          for (const std::string& each : all) take(each);
        },
        help)
      ->option_text(values);
}

}  // namespace gamewire::cli
