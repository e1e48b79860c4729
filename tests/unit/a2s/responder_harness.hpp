/// Peers for a responder, with no network between them.
#pragma once

#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include <gamewire/a2s/info.hpp>
#include <gamewire/a2s/players.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/a2s/rules.hpp>

#include "support/exact_memory.hpp"

namespace responder_harness {

using namespace gamewire;
using a2s::request_type;
using a2s::responder;
using a2s::responder_options;
using verdict = responder::verdict;
using data = std::vector<std::byte>;

inline constexpr endpoint alice = endpoint::v4({192, 0, 2, 1}, 27005);
inline constexpr endpoint bob = endpoint::v4({192, 0, 2, 2}, 27005);
inline constexpr time_point start{std::chrono::seconds(3000)};
inline constexpr responder_options usual{.secret = {1, 2}};

inline data owned(bytes view) { return {view.begin(), view.end()}; }

inline data info_reply(std::string_view name = "a server") {
  data room(1400);
  return owned(a2s::encode_info({.protocol = 17, .name = name, .map = "de_dust2"}, room).value());
}

inline data players_reply() {
  data room(1400);
  const a2s::player_view one{.name = "one", .score = 3, .duration = 60};
  return owned(a2s::encode_players(std::span(&one, 1), room).value());
}

/// A RULES reply of so many rules, 20 bytes each; `filler` tells one from another.
inline data rules_reply(std::size_t count, std::string_view filler = "aaaaaaaaaaaaaa") {
  data room(20 * count + 16);
  const std::vector<a2s::rule_view> list(count, {"rule", filler});
  return owned(a2s::encode_rules(list, room).value());
}

inline data query(request_type type, std::optional<a2s::challenge> challenge = {}, std::uint16_t pad_to = 0) {
  data room(2048);
  return owned(a2s::encode_request({type, challenge, pad_to}, room).value());
}

inline constexpr std::array topics{request_type::info, request_type::players, request_type::rules};

inline data reply_of(request_type topic) {
  switch (topic) {
    case request_type::info: return info_reply();
    case request_type::players: return players_reply();
    default: return rules_reply(3);
  }
}

/// A server that has a small reply of each kind.
inline responder publishing(const responder_options& chosen = usual) {
  responder made(chosen);
  for (const auto topic : topics) made.publish(reply_of(topic));
  return made;
}

struct datagram {
  endpoint to;
  data payload;

  friend bool operator==(const datagram&, const datagram&) = default;
};

/// Sends all there is to send, in batches of the given size.
inline std::vector<datagram> drain(responder& from, std::size_t batch = 16) {
  std::vector<datagram> out;
  std::vector<transmit> room(batch);
  while (const std::size_t offered = from.poll_transmit(room, start)) {
    for (const transmit& one : std::span(room).first(offered)) out.push_back({one.to, owned(one.payload)});
    from.transmitted(offered, start);
  }
  return out;
}

/// What becomes of a datagram; nothing when it is refused, or has no event at all.
inline std::optional<verdict> deliver(responder& to, const endpoint& from, bytes in, time_point now = start) {
  const test::exact_memory wire(in);
  to.receive(from, wire.view(), now);
  const auto event = to.poll_event();
  if (!event) return std::nullopt;
  const auto* queried = std::get_if<responder::queried>(&*event);
  return queried != nullptr ? std::optional(queried->became) : std::nullopt;
}

inline std::vector<data> payloads(const std::vector<datagram>& of) {
  std::vector<data> all;
  for (const datagram& one : of) all.push_back(one.payload);
  return all;
}

inline std::vector<data> only(data one) { return std::vector<data>(1, std::move(one)); }

/// What a peer that has no challenge gets.
inline a2s::challenge fetch_challenge(responder& from, const endpoint& peer, time_point now = start) {
  from.receive(peer, query(request_type::get_challenge, {}, 9), now);
  from.poll_event();
  const auto sent = drain(from);
  return a2s::decode_challenge(sent.at(0).payload).value();
}

}  // namespace responder_harness
