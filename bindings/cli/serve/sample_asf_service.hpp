/// What a sample ASF answers to a request, without a connection: as the real one does, in statuses, envelopes and bans.
#pragma once

#include <functional>

#include <gamewire/asf/routes.hpp>
#include <gamewire/endpoint.hpp>
#include <gamewire/http1/responder.hpp>

#include "serve/sample_asf_bots.hpp"

namespace gamewire::cli {

/// A request whose route is known, and whose password was right.
struct asf_call {
  asf::route which;
  std::vector<std::string> segments;  // decoded, without those that name the route
  std::map<std::string, std::string> query;
  json body;
};

struct asf_reply {
  enum class after : std::uint8_t { nothing, restart, exit };

  std::uint16_t status = 200;
  std::string content_type = {};  // empty: there is no body
  std::string body = {};
  std::string allow = {};  // the methods that the path has
  nanoseconds delay{};     // before it goes out
  after then = after::nothing;
  bool close = false;
  bool upgrade = false;  // to the stream of the log; that takes the connection over
};

/// So long takes what the real one asks Steam for.
inline constexpr nanoseconds as_steam_takes = std::chrono::seconds(1);

class sample_asf_service {
 public:
  sample_asf_service(std::string password, std::uint64_t seed);

  /// And writes it to the log, unless it is the log that is asked for: who reads that should find its end.
  asf_reply answer(const endpoint& peer, const http1::request_head& head, bytes body, time_point now);

  /// The last lines of the log, and those that come: `hear` is told of each.
  [[nodiscard]] const std::deque<std::string>& log() const noexcept { return log_; }
  std::function<void(const std::string& line)> hear = [](const std::string&) {};

 private:
  struct forbidden {
    std::uint16_t status;
    bool permanent;
  };
  using handler = asf_reply (sample_asf_service::*)(const asf_call&);

  [[nodiscard]] std::optional<forbidden> refuse(const endpoint& peer, const http1::request_head& head,
                                                time_point now);
  asf_reply find_answer(const endpoint& peer, const http1::request_head& head, bytes body, time_point now);
  asf_reply dispatch(asf_call& call, const http1::request_head& head, bytes body);
  static handler handler_of(asf::route which);
  void write_log(std::string_view logger, const std::string& message);
  template <class Act>
  asf_reply each_bot(const asf_call& call, Act act);
  template <class Tell>
  asf_reply map_bots(const asf_call& call, Tell tell);
  [[nodiscard]] json global_config() const;

  asf_reply get_info(const asf_call& call);
  asf_reply set_config(const asf_call& call);
  asf_reply encode_text(const asf_call& call);
  asf_reply go_away(const asf_call& call);
  asf_reply update(const asf_call& call);
  asf_reply get_bots(const asf_call& call);
  asf_reply set_bots(const asf_call& call);
  asf_reply delete_bots(const asf_call& call);
  asf_reply act_on_bots(const asf_call& call);
  asf_reply redeem(const asf_call& call);
  asf_reply redeem_points(const asf_call& call);
  asf_reply change_licenses(const asf_call& call);
  asf_reply get_inventories(const asf_call& call);
  asf_reply get_inventory(const asf_call& call);
  asf_reply background_keys(const asf_call& call);
  asf_reply take_input(const asf_call& call);
  asf_reply rename(const asf_call& call);
  asf_reply two_factor(const asf_call& call);
  asf_reply execute(const asf_call& call);
  asf_reply get_log_file(const asf_call& call);
  asf_reply refuse_stream(const asf_call& call);
  asf_reply describe_type(const asf_call& call);
  asf_reply keep(const asf_call& call);
  asf_reply plugins(const asf_call& call);
  asf_reply bans(const asf_call& call);
  asf_reply web(const asf_call& call);
  asf_reply bare(const asf_call& call);

  std::string password_;
  sample_bots bots_;
  json config_ = json::object();  // what was posted
  std::map<std::string, json> storage_;
  std::map<std::string, unsigned> failures_;  // wrong passwords, by address
  std::deque<std::string> log_;
  time_point forgets_at_{};  // them all
};

/// With a result; without one; and where the result is null.
asf_reply enveloped(const json& result, bool success = true, const std::string& message = "");
asf_reply enveloped_nothing(bool success = true, const std::string& message = "");
asf_reply bad_request(const std::string& message);
/// As the framework answers, before ASF has seen the request (RFC 9457).
asf_reply problem(std::uint16_t status, const std::string& what = "");

}  // namespace gamewire::cli
