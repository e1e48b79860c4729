// What the three query caches have in common.
#pragma once

#include <optional>
#include <span>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/system.hpp>

// Everything is asked so often; and what the game server said is repeated for so long when it says no more.
inline constexpr std::chrono::seconds refresh_interval{1};
inline constexpr std::chrono::seconds stale_after{30};

// A client that asks everything once, and then is done.
inline gamewire::a2s::client asker() {
  gamewire::a2s::client client({.seed = gamewire::system::random_seed()});
  (void)client.request_info();
  (void)client.request_players();
  (void)client.request_rules();
  client.close(gamewire::system::now());
  return client;
}

// What the game server said, as it is to be repeated: nothing if that was no answer.
inline std::optional<gamewire::bytes> message_of(const gamewire::a2s::client::event& event) {
  namespace a2s = gamewire::a2s;
  if (const auto* info = std::get_if<a2s::info_reply>(&event)) return info->raw;
  if (const auto* players = std::get_if<a2s::players_reply>(&event)) return players->raw;
  if (const auto* rules = std::get_if<a2s::rules_reply>(&event)) return rules->raw;
  return std::nullopt;
}

inline void withdraw_all(gamewire::a2s::responder& cache) {
  using gamewire::a2s::request_type;
  for (const auto what : {request_type::info, request_type::players, request_type::rules})
    cache.withdraw(what);
}

// It answers strangers, so its challenges are keyed by a secret.
inline std::optional<gamewire::a2s::responder> make_cache() {
  gamewire::a2s::responder_options options{.seed = gamewire::system::random_seed()};
  if (gamewire::system::fill_random(std::as_writable_bytes(std::span(&options.secret, 1))))
    return std::nullopt;
  return gamewire::a2s::responder(options);
}
