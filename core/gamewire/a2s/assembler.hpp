/// Puts split packets together again, whichever of the three forms they have, in whatever order they come.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include <gamewire/a2s/recent_fragments.hpp>
#include <gamewire/a2s/split.hpp>
#include <gamewire/time.hpp>

namespace gamewire::inline v0::a2s {

struct assembler_options {
  std::uint8_t max_groups = 4;                   // messages in the making at once; the oldest gives way
  std::uint8_t max_fragments = 64;               // of one message
  std::uint32_t max_assembled = 256 * 1024;      // bytes of one message as it came
  std::uint32_t max_decompressed = 1024 * 1024;  // bytes of one message after bzip2
  nanoseconds split_timeout = std::chrono::seconds(2);  // from its first fragment to its last

  /// `errc::invalid_options` when a limit or the timeout is 0, or max_groups is over 16.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// A message that never became whole.
struct incomplete_split {
  std::uint32_t id = 0;  // as its fragments have it
  unsigned have = 0;     // different fragments that came
  unsigned total = 0;    // fragments it has, as far as they told
};

/// Groups fragments by id, finds out the form, and gives the whole message when its last fragment has come.
///
/// The form is decided by structure. Fragments are kept while no first fragment has told it; a group counts
/// as one form only as long as all its fragments agree on the count in that form. A duplicate is ignored; a
/// fragment that contradicts its group starts the message of that id afresh, and what was there is reported
/// as incomplete.
///
/// Copies of fragments may also arrive when their message is complete: networks duplicate and delay, and
/// nothing tells such a copy from the start of a repetition, which servers send that give the same answer the
/// same id. So it is kept like any fragment, but quietly: a group that has nothing else gives way to all
/// others, and is never reported as incomplete. If the rest comes, too, the message is given once more; a
/// fragment of the same id with other content makes it an ordinary message. Remembered are fingerprints (a
/// few bytes of each fragment, not all) of the last 64 fragments, of at most 8 messages, for
/// `split_timeout`, also over `release()`.
///
/// Everything is bounded by the options, and nothing is allocated before the first fragment. In order, and
/// without compression, payloads are copied once. The memory of finished messages serves the next ones until
/// `release()`.
class assembler {
 public:
  /// max_groups counts as 1 when 0, as 16 when more.
  explicit assembler(const assembler_options& options = {}) noexcept;
  assembler(assembler&&) noexcept;
  assembler& operator=(assembler&&) noexcept;
  ~assembler();

  /// Takes one fragment, datagram header included. The result is the whole message (decompressed, verified,
  /// with or without its FF FF FF FF, as the server sent it) or nothing yet; the view lives until the next
  /// non-const call. Errors concern this datagram (`not_a2s`, `truncated`, `bad_split`), or end the message
  /// that it completed or burst (`too_large`, `bad_compression`, `bad_checksum`, `compression_unsupported`,
  /// `errc::no_memory`).
  std::expected<std::optional<bytes>, std::error_code> add(bytes datagram, time_point now) noexcept;

  /// Decompressing is work that 71 bytes can ask milliseconds for, as often as they come. So many more messages are
  /// decompressed, until this is called again; further ones are `too_large`. Without a call there is no such limit.
  void limit_decompressions(std::uint32_t count) noexcept { decompressions_ = count; }

  /// Gives up messages whose time has passed.
  void on_timeout(time_point now) noexcept;
  /// Gives up all.
  void abandon() noexcept;

  /// A message that was given up, one a call; nothing when all were reported. 16 reports are kept, so whoever
  /// asks after each of the calls above misses none; further ones are lost.
  std::optional<incomplete_split> poll_incomplete() noexcept;

  /// When the oldest open message is to be given up.
  [[nodiscard]] time_point deadline() const noexcept;
  /// Messages in the making.
  [[nodiscard]] std::size_t open() const noexcept;
  /// Bytes allocated now, for tests of the bounds. Decompression needs what bzip2.hpp names on top while it
  /// runs.
  [[nodiscard]] std::size_t memory() const noexcept;

  /// Gives back all memory that no open message needs. Ends the life of the last result.
  void release() noexcept;

 private:
  struct state;
  static constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

  assembler_options options_;
  std::unique_ptr<state> state_;  // none until it is needed
  recent_fragments recent_;
  std::uint32_t decompressions_ = unlimited;  // that are left
};

}  // namespace gamewire::inline v0::a2s
