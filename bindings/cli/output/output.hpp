/// What every command prints, and how: results on stdout, as JSON lines or for people; everything else on
/// stderr.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <gamewire/bytes.hpp>
#include <gamewire/error.hpp>
#include <gamewire/time.hpp>

namespace gamewire::cli {

/// Keeps the order in which fields are set.
using json = nlohmann::ordered_json;

/// Why a target, or a part of it, gave no result: the kind, and a sentence for people.
struct fault {
  condition kind;
  std::string message;  // may hold what the peer said, as it came: not all of it need be UTF-8

  [[nodiscard]] int exit_code() const noexcept { return row(kind).exit_code; }
};

/// `detail` is what the peer said: bytes of its choice.
fault fault_of(std::error_code error, std::string_view detail = {});
fault usage_fault(std::string message);

/// {"code":…,"message":…}, and `message_hex` as `put_text` gives it.
json to_json(const fault& why);

/// Sets `field` to the text; where that is not UTF-8, a sibling `<field>_hex` holds the bytes.
void put_text(json& to, const std::string& field, std::string_view text);

std::string to_hex(bytes in);

constexpr double milliseconds(nanoseconds span) noexcept {
  return std::chrono::duration<double, std::milli>(span).count();
}

/// Exit code 1: some of several targets failed, they failed in different ways, or a result is partial.
inline constexpr int exit_mixed = 1;
inline constexpr int exit_usage = 2;

/// The exit code of a command from those of its targets: all alike, or mixed.
class exit_sum {
 public:
  void add(int code) noexcept { code_ = code_ && *code_ != code ? exit_mixed : code; }
  [[nodiscard]] int code() const noexcept { return code_.value_or(0); }

 private:
  std::optional<int> code_;
};

/// The command cannot be done at all: thrown, and reported in one place.
struct command_error : std::runtime_error {
  explicit command_error(fault cause) : std::runtime_error(cause.message), why(std::move(cause)) {}
  fault why;
};

/// stdout cannot take any more: its reader has gone, or the disk is full.
struct output_lost : std::runtime_error {
  explicit output_lost(int number);
  int error_number;
};

/// Standard output. Every call leaves its line there at once, so that readers of a pipe need not wait.
class output {
 public:
  explicit output(bool as_json);

  [[nodiscard]] bool as_json() const noexcept { return as_json_; }
  [[nodiscard]] bool terminal() const noexcept { return terminal_; }

  /// From now on '*' stands for this wherever it is printed, in any way to write it. Not for what is so short that it
  /// could be a part of anything. A copy is kept.
  void hide(std::string_view secret);

  /// A line of JSON, newline included; on a terminal without any byte that it might obey.
  [[nodiscard]] std::string line(const json& what) const;
  void object(const json& what) { text(line(what)); }
  /// Text for people, newline included. Throws `output_lost`.
  void text(std::string_view lines);
  /// Something worth knowing, on stderr.
  void warn(std::string_view text) const;
  /// What went wrong with a target: an object that begins with `about`, or a line on stderr that names it.
  void error(json about, std::string_view name, const fault& why);

  /// Emphasis, where colours are wanted: on a terminal that has them, unless NO_COLOR is set.
  [[nodiscard]] std::string bold(std::string_view text) const;
  [[nodiscard]] std::string dim(std::string_view text) const;

 private:
  void print(std::string_view lines);
  [[nodiscard]] std::string without_secret(std::string_view text) const;

  bool as_json_;
  bool terminal_;
  bool colour_;
  std::string secret_;
};

/// A line on stderr, after the program's name.
void complain(std::string_view text);
/// What cannot be written there is lost: the exit status still tells.
void to_stderr(std::string_view text) noexcept;

}  // namespace gamewire::cli
