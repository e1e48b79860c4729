/// The client and a server of ours, without a network between them.
#include <map>

#include <doctest/doctest.h>

#include <gamewire/http1/responder.hpp>
#include <gamewire/webapi/client.hpp>

#include "support/pieces.hpp"
#include "support/webapi_events.hpp"
#include "support/webapi_samples.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

/// Answers by path, and has the mood that the test gives it.
class mock_server {
 public:
  std::map<std::string, http1::response> answers;
  std::string log;  // a line for each request

  void connect() { machine_ = http1::responder(); }

  void hear(bytes piece, time_point now) {
    machine_.receive(piece, now);
    while (const auto event = machine_.poll_event()) {
      const auto* asked = std::get_if<http1::responder::asked>(&*event);
      if (asked == nullptr) continue;
      const std::string target(asked->head.target);
      log += std::string(asked->head.method) + ' ' + target + ' ' + std::string(as_text(asked->body)) + '\n';
      const auto known = answers.find(target);
      const http1::response answer = known == answers.end() ? http1::response{.status = 404} : known->second;
      REQUIRE_FALSE(machine_.answer(asked->request, answer));
    }
  }

  /// What it says, and takes it back.
  buffer speak(time_point now) {
    buffer said;
    for (bytes out; !(out = machine_.poll_transmit(now)).empty(); machine_.transmitted(out.size(), now))
      said.insert(said.end(), out.begin(), out.end());
    while (machine_.poll_event()) {
    }
    return said;
  }
  [[nodiscard]] bool hangs_up() const { return machine_.done(); }

 private:
  http1::responder machine_;
};

/// A client and its way to the server, which cuts what they say into pieces of `size` bytes.
class pair {
 public:
  pair(webapi::client client, std::size_t size) : client_(std::move(client)), size_(size) {}

  mock_server server;

  [[nodiscard]] webapi::client& client() { return client_; }

  /// Until so many calls have ended; the events.
  std::string talk(unsigned calls) {
    log_.clear();
    ended_ = 0;
    for (int rounds = 0; ended_ < calls && rounds != 1000; ++rounds) exchange();
    return log_;
  }

 private:
  void exchange() {
    client_.on_timeout(now_ = later(now_, 1ms));
    drain();
    if (client_.wants_transport() && !up_) server.connect(), client_.opened(now_);
    up_ = client_.wants_transport();
    buffer said;
    for (bytes out; up_ && !(out = client_.poll_transmit(now_)).empty();
         client_.transmitted(out.size(), now_))
      said.insert(said.end(), out.begin(), out.end());
    drain();
    for (const buffer& piece : cut(said, size_)) server.hear(piece, now_);
    const buffer heard = server.speak(now_);
    for (const buffer& piece : cut(heard, size_)) {
      client_.receive(piece, now_);
      drain();
    }
    if (!up_ || !server.hangs_up()) return;
    up_ = false;
    client_.receive_end({}, now_);
    drain();
  }

  void drain() {
    while (const auto event = client_.poll_event()) ++ended_, log_ += describe(*event) + '\n';
  }

  webapi::client client_;
  std::size_t size_;
  time_point now_{};
  std::string log_;
  unsigned ended_ = 0;
  bool up_ = false;
};

accepted summaries(webapi::client& of) {
  const std::array arguments{webapi::argument{"steamids", "1"}};
  return of.call(
      webapi::call{.interface_name = "ISteamUser", .method = "GetPlayerSummaries", .arguments = arguments});
}
accepted echo(webapi::client& of) {
  const std::array arguments{webapi::argument{"flag", true}};
  return of.call(webapi::call{.interface_name = "ITestService", .method = "Echo", .arguments = arguments});
}

}  // namespace

TEST_SUITE_BEGIN("webapi pair");

TEST_CASE(
    "a conversation, however it is cut, in chunks or not, the connection kept or dropped after each answer") {
  const std::string list = sample("webapi/list.json");
  const std::string players = sample("webapi/player_summaries.json");
  for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{100'000}})
    for (const std::size_t chunk : {std::size_t{0}, std::size_t{50}})
      for (const bool close : {false, true}) {
        pair both(webapi::client({.key = "K1"}), size);
        mock_server& server = both.server;
        server.answers["/ISteamWebAPIUtil/GetSupportedAPIList/v1/"] = {
            .body = as_bytes(list), .chunk_size = chunk, .close = close};
        server.answers["/ISteamUser/GetPlayerSummaries/v2/?steamids=1"] = {
            .body = as_bytes(players), .chunk_size = chunk, .close = close};
        server.answers["/ITestService/Echo/v1/"] = {.status = 500, .close = close};
        REQUIRE(both.client().discover());
        CHECK(both.talk(1) == "discovered 1: 5 interfaces\n");
        REQUIRE(summaries(both.client()));
        REQUIRE(echo(both.client()));
        REQUIRE(summaries(both.client()));
        CHECK(both.talk(3) == "answer 2: 200\nanswer 3: 500 the server failed\nanswer 4: 200\n");
        CHECK(server.log ==
              "GET /ISteamWebAPIUtil/GetSupportedAPIList/v1/ \nGET "
              "/ISteamUser/GetPlayerSummaries/v2/?steamids=1 \n"
              "POST /ITestService/Echo/v1/ flag=1\nGET /ISteamUser/GetPlayerSummaries/v2/?steamids=1 \n");
      }
}

TEST_SUITE_END();
