#include <algorithm>
#include <array>

#include <gamewire/rcon/manners.hpp>

namespace gamewire::inline v0::rcon {
namespace {

// Minecraft splits replies every 4096 UTF-16 units, its relatives at 2048 characters.
constexpr std::size_t least_split = 2048;
// The same 4096 units as UTF-8: nobody who splits is known to send more in one packet.
constexpr std::size_t longest_split = std::size_t{3} * 4096;

// Source fills packets to 4086 bytes at most, and never to the same length.
constexpr std::size_t least_full = 3700;

constexpr std::string_view unknown_request = "Unknown request";

/// What Source sends behind the mirrored marker.
bool is_source_mark(bytes body) noexcept {
  constexpr std::array mark{std::byte{0}, std::byte{1}, std::byte{0}, std::byte{0}};
  return std::ranges::equal(body, mark);
}

}  // namespace

manners manners::of(profile kind) noexcept {
  switch (kind) {
    case profile::automatic: return {.learns = true};
    case profile::source:
    case profile::squad: return {.end = ending::at_once, .ids = naming::repeated, .may_pipeline = true};
    case profile::source2: return {.end = ending::one_packet, .ids = naming::repeated, .may_pipeline = true};
    case profile::minecraft: return {.end = ending::if_long, .ids = naming::repeated};
    case profile::single: return {.end = ending::one_packet, .ids = naming::ignored};
    case profile::rust_legacy: return {.end = ending::one_packet, .ids = naming::ignored, .echoes = true};
  }
  return {};
}

bool manners::more_may_follow(std::size_t packet) noexcept {
  return packet >= least_full && packet <= longest_split;
}

bool manners::wants_marker_behind(std::size_t first_packet) const noexcept {
  switch (end) {
    case ending::unknown:
    case ending::at_once:  // when it has none yet, since this was found out only now
    case ending::later: return true;
    case ending::if_long: return first_packet >= least_split;
    default: return false;
  }
}

bool manners::ends_with(std::size_t first_packet) const noexcept {
  return end == ending::one_packet || (end == ending::if_long && first_packet < least_split);
}

void manners::marker_answered(bytes body) noexcept {
  if (!learns) return;
  if (body.empty() || is_source_mark(body)) {
    end = ending::at_once;
    may_pipeline = true;
  } else {
    end = as_text(body).starts_with(unknown_request) ? ending::if_long : ending::later;
  }
}

void manners::marker_unanswered(std::size_t reply, std::size_t packets) noexcept {
  if (!learns || reply == 0 || (end != ending::unknown && end != ending::quiet)) return;
  end = packets == 1 && reply > longest_split ? ending::one_packet : ending::quiet;
}

void manners::packet_behind_the_end() noexcept {
  if (learns && end == ending::one_packet) end = ending::quiet;
}

void manners::echo() noexcept {
  if (!learns || end != ending::unknown) return;
  end = ending::quiet;
  echoes = true;
}

void manners::learn_naming(naming seen) noexcept {
  ids = seen;
  if (ids == naming::ignored && end == ending::unknown) end = ending::quiet;
}

}  // namespace gamewire::inline v0::rcon
