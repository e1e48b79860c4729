// What the three query caches have in common.
#pragma once

#include <map>
#include <optional>
#include <span>

#include <gamewire/a2s/client.hpp>
#include <gamewire/a2s/responder.hpp>
#include <gamewire/system.hpp>

// Everything is asked so often; and what the game server said is repeated for so long when it says no more.
inline constexpr std::chrono::milliseconds refresh_interval{1000};
inline constexpr std::chrono::seconds stale_after{30};

// A client that asks everything once, and then is done: before the next round, for many servers never tell their players
// or rules. The server is near, so there is time to try three times.
inline gamewire::a2s::client asker() {
  gamewire::a2s::client client({.timeout = refresh_interval / 5,
                                .deadline = refresh_interval * 3 / 4,
                                .seed = gamewire::system::random_seed()});
  (void)client.request_info();
  (void)client.request_players();
  (void)client.request_rules();
  client.close(gamewire::system::now());
  return client;
}

// What the game server said, as it is to be repeated, and to which question.
struct answer {
  gamewire::a2s::request_type to;
  gamewire::bytes message;
};

// Nothing if that was no answer.
inline std::optional<answer> answer_of(const gamewire::a2s::client::event& event) {
  namespace a2s = gamewire::a2s;
  using enum a2s::request_type;
  if (const auto* reply = std::get_if<a2s::info_reply>(&event)) return answer{info, reply->raw};
  if (const auto* reply = std::get_if<a2s::players_reply>(&event)) return answer{players, reply->raw};
  if (const auto* reply = std::get_if<a2s::rules_reply>(&event)) return answer{rules, reply->raw};
  return std::nullopt;
}

// How long what is published holds. Each kind has its own time: a server that goes on telling its info may tell its
// players no more.
class shelf_life {
 public:
  void publish(gamewire::a2s::responder& cache, const answer& one) {
    if (!cache.publish(one.message))
      stale_at_[one.to] = gamewire::later(gamewire::system::now(), stale_after);
  }
  void withdraw_stale(gamewire::a2s::responder& cache) {
    std::erase_if(stale_at_, [&cache, now = gamewire::system::now()](const auto& one) {
      const bool is_stale = one.second <= now;
      if (is_stale) cache.withdraw(one.first);
      return is_stale;
    });
  }

 private:
  std::map<gamewire::a2s::request_type, gamewire::time_point> stale_at_;
};

// It answers strangers, so its challenges are keyed by a secret.
inline std::optional<gamewire::a2s::responder> make_cache() {
  gamewire::a2s::responder_options options{.seed = gamewire::system::random_seed()};
  if (gamewire::system::fill_random(std::as_writable_bytes(std::span(&options.secret, 1))))
    return std::nullopt;
  return gamewire::a2s::responder(options);
}
