/// How a server tells where a reply ends, as far as is known. Not for users.
///
/// A *marker* is an empty RESPONSE_VALUE with an id of its own, sent behind a command. Servers handle what they
/// are sent in order, so its answer, of whatever kind, stands behind the reply. What the profiles say:
///
///     profile      marker is sent                   a reply ends with
///     ───────────  ───────────────────────────────  ──────────────────────────────────────────────────────
///     source       in one write with the command    the marker's answer. Or: an empty packet, then silence
///     squad        (changelevel)
///     minecraft    behind a packet of 2048 bytes    a shorter first packet; the marker's answer
///                  or more
///     source2      never                            its first packet
///     single       never                            its first packet, which need not have its id
///     rust_legacy  never                            its first packet that is no echo; silence after an echo
///
/// The automatic profile begins with `unknown`, which is harmless to all of them, and is replaced by what it
/// finds out. It rather waits than guesses; what can deceive it is a server that pauses inside a reply for longer
/// than the silence it waits for, and answers no marker, or has answered none so far: what has come is told as the
/// whole reply, not as a part, and the rest of it as `unsolicited`, with the id that the command had. A named
/// profile that ends replies with a marker waits for that.
///
///     unknown      behind the first packet, or      the marker's answer
///                  when the server is silent          · empty, or Source's own mark → at_once (Source)
///                                                     · "Unknown request …"         → if_long (Minecraft)
///                                                     · anything else              → later
///                                                   or silence behind the last packet
///                                                     · one packet longer than any server that splits
///                                                       sends                      → one_packet (CS2)
///                                                     · any text                   → quiet
///                                                     · none: proves nothing (changelevel)  → unknown
///                                                   a packet of type 4 comes        → quiet, with echoes (Rust)
///                                                   ids turn out to be ignored        → quiet
///     later        behind the first packet          the marker's answer
///     quiet        never                            silence behind the last packet
///
/// A marker that is answered too late, or a second packet where one was expected, revises the finding; a command
/// that has gone out without a marker by then gets one behind its first packet, or in silence.
///
/// Ids: a packet with another's id is nobody's (`unsolicited`). One with the id 0 or -1 is, too, when this server
/// is known to repeat ids, and the reply when it is known not to (Palworld, Conan: then there is one command at a
/// time). Who says our id in an empty packet before the verdict of the login is known to. While neither is known,
/// the packet is held, and a marker asks: the right id behind it, be it the marker's, shows that it was a stray
/// packet, silence that it was the reply. A server that is silent for so long before its reply deceives that: the
/// stray packet is told as the reply, the reply as `unsolicited`, and from then on the server is known to repeat ids.
///
/// Silence is `quiet_time`, or four round trips if that is longer, counted from the last byte of the reply; three times
/// that behind a packet as long as those are that servers fill when they split a reply (3700 to 12288 bytes), for then
/// more is likely to come.
#pragma once

#include <gamewire/rcon/client.hpp>

namespace gamewire::inline v0::rcon {

struct manners {
  enum class ending : std::uint8_t { unknown, at_once, later, if_long, quiet, one_packet };
  enum class naming : std::uint8_t { unknown, repeated, ignored };

  ending end = ending::unknown;
  naming ids = naming::unknown;
  bool echoes = false;        // packets of type 4 come before replies
  bool may_pipeline = false;  // it reads a second request before it has answered the first
  bool learns = false;

  static manners of(profile kind) noexcept;

  /// Is a packet of this length one that a server may have filled, to go on in another?
  static bool more_may_follow(std::size_t packet) noexcept;
  /// How many times as long the silence is behind it.
  static constexpr int silences_behind_full = 3;
  /// Is a marker to follow a reply's first packet?
  [[nodiscard]] bool wants_marker_behind(std::size_t first_packet) const noexcept;
  /// Is the reply over with its first packet?
  [[nodiscard]] bool ends_with(std::size_t first_packet) const noexcept;

  // What happened:
  void marker_answered(bytes body) noexcept;
  void marker_unanswered(std::size_t reply, std::size_t packets) noexcept;
  void packet_behind_the_end() noexcept;
  void echo() noexcept;
  void learn_naming(naming seen) noexcept;
  void id_was(naming seen) noexcept {
    if (learns && ids != seen) learn_naming(seen);
  }
};

}  // namespace gamewire::inline v0::rcon
