/// The server side of the master server protocol: lists game servers on one socket, for private masters.
///
/// A hub (machine.hpp states the contract). Its owner says which servers there are; it answers from then on:
///
///     master::responder responder;
///     responder.publish(servers);
///     responder.receive(peer, datagram, now);        // then drain: poll_transmit, transmitted, poll_event
///
/// The protocol has no challenge: whoever forges the address of somebody else has a page sent there, a
/// hundred times what he sent. What bounds that is a rate for each address, so that none is hit by more than a
/// trickle; a rate for all of them together, so that the responder is no weapon at all; and, for who wants
/// it, pages no longer than so many times their request. A shorter page is none the worse: the next one goes
/// on from there.
///
/// How game servers register is not part of it: masters differ in that, and the owner knows his.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include <gamewire/machine.hpp>
#include <gamewire/master/request.hpp>
#include <gamewire/session_hub.hpp>

namespace gamewire::inline v0::master {

struct responder_options {
  /// Addresses in one page, with the one that ends the list: from 1 to `max_page_entries`.
  std::uint32_t page_entries = max_page_entries;
  /// No answer is longer than so many times its request, but for the shortest, which has one address; 0: no
  /// such limit.
  std::uint32_t amplification = 0;
  /// Pages per address (v6: per /64) and second, and how many may come at once; rate 0: no limit.
  std::uint32_t rate = 10;
  std::uint32_t burst = 40;
  /// Pages per second for all addresses together; 0: no limit. One for which more servers had to be looked at
  /// than a page can hold counts as several, of the time to come as well, so that filters cannot be made to cost more
  /// than lists do.
  std::uint32_t total_rate = 1000;
  /// Addresses whose rate is remembered, in 16 bytes each; a power of two from 8 to 2^24.
  std::uint32_t rate_table = 4096;
  /// Pages that wait for the transport, in 1420 bytes each, up to 65536; further requests get none.
  std::uint32_t max_queue = 256;
  /// Servers that can be published, up to 2^24.
  std::uint32_t max_servers = 1U << 20U;
  /// How long after `close` the transport may take for the pages that wait; then they are dropped.
  nanoseconds closing_timeout = std::chrono::seconds(5);
  /// Seeds the hash of the rate table.
  std::uint64_t seed = 0;

  /// `errc::invalid_options` when one is out of the range stated above.
  [[nodiscard]] std::error_code validate() const noexcept;
};

/// A game server as its owner publishes it.
struct registration {
  endpoint address;  // IPv4, and not 0.0.0.0:0
  /// Where it is. One of `world` is found in every region.
  master::region region = region::world;
  /// What filters judge, as `filter` writes it: `\gamedir\tf\map\ctf_2fort\players\3\max\24`. `matches` says
  /// which keys mean what.
  std::string_view info = {};
};

/// Does a server meet a filter?
///
///   secure dedicated linux password proxy white     1: that key of the server is 1; 0: it is not
///   empty, full, noplayers                          1: `players` is not 0; less than `max`; 0
///   gamedir map appid type version protocol lan …   the same value, letter case aside
///   napp, nappid                                    another `appid`
///   gametype, gamedata; gamedataor                  all of the tags, separated by commas; any of them
///   name_match, version_match                       `name`, `version`; * stands for any text
///   gameaddr                                        the address, with or without a port
///   nor nand or and                                 as filter.hpp has it
///
/// A key that is none of these and that the server's info lacks judges nothing, as does `collapse_addr_hash`.
/// Error: `bad_filter`, also for groups of more than 15 inside each other. Its work is bounded by the sizes of both
/// texts, multiplied.
std::expected<bool, std::error_code> matches(std::string_view filter, const registration& server) noexcept;

class responder_session;

class responder : public session_hub<responder_session, responder_options> {
 public:
  /// What became of a request. All but the first stay without answer.
  enum class verdict : unsigned char { answered, rate_limited, queue_full };
  /// A request was read.
  struct queried {
    endpoint from;
    master::region region;  // that was asked for
    std::uint32_t servers;  // in the page
    bool last;              // it ends the list
    verdict became;
  };
  /// A datagram that is no request, or whose filter cannot be read or is longer than `max_filter_size`. It gets
  /// no answer.
  struct refused {
    endpoint from;
    std::error_code error;  // `not_a_request` or `bad_filter`
  };
  using event = std::variant<queried, refused, closed>;

  /// Allocates all it needs but the list.
  using session_hub::session_hub;

  /// Replaces the whole list; copied. The order does not matter, and of two with the same address one counts.
  /// Who is paging through the list goes on in the new one, from the same address. Errors (nothing changes):
  /// `errc::invalid_argument` (too many, an address that cannot be listed, an info that is no filter),
  /// `errc::no_memory`, `errc::closed`.
  std::error_code publish(std::span<const registration> servers) noexcept;
  /// How many are listed.
  [[nodiscard]] std::size_t size() const noexcept;

  // The rest of the hub.
  std::optional<event> poll_event() noexcept;
};

static_assert(hub<responder>);

}  // namespace gamewire::inline v0::master

namespace gamewire::inline v0 {

extern template class session_hub<master::responder_session, master::responder_options>;

}  // namespace gamewire::inline v0
