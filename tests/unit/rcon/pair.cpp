/// rcon::client and rcon::responder, wired to each other in memory.
#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <gamewire/random.hpp>
#include <gamewire/rcon/client.hpp>
#include <gamewire/rcon/responder.hpp>

#include "support/observed.hpp"
#include "support/rcon_server.hpp"

using namespace std::chrono_literals;
using namespace gamewire;
using namespace gamewire::test;

namespace {

/// A connection whose pieces are cut anew by chance, or come as they were sent.
class pair {
 public:
  pair(const rcon::client_options& client, const rcon::responder_options& server, std::uint64_t seed = 0)
      : client_(rcon::client(client)), server_(rcon::responder(server)), cutter_(seed), cuts_(seed != 0) {
    client_.lazy = server_.lazy = true;
    client_.on_send = [this](bytes out) { return take(to_server_, out); };
    server_.on_send = [this](bytes out) { return take(to_client_, out); };
    client_.on_event = [this](const rcon::client::event& event) { note(event); };
    server_.on_event = [this](const rcon::responder::event& event) {
      const auto* command = std::get_if<rcon::responder::command>(&event);
      if (command != nullptr) asked_ = command->request, text_ = command->text;
    };
  }

  accepted execute(const std::string& command) {
    const accepted id = client_.ask([&](rcon::client& c) { return c.execute(command); });
    if (id) commands_[*id] = command;
    return id;
  }

  /// Until nothing moves. A minute goes by at most.
  void run() {
    const time_point end = now_ + 1min;
    while (now_ < end) {
      drain();
      if (!to_server_.empty())
        server_.receive(piece(to_server_), now_ += 1us);
      else if (!to_client_.empty())
        client_.receive(piece(to_client_), now_ += 1us);
      else if (server_.over() && !client_.over())
        client_.receive_end({}, now_);
      else if (commands_.empty() || client_.over())
        break;
      else
        pass(std::min({end, client_.machine().deadline(), server_.machine().deadline()}));
    }
    drain();
    for (const auto* all : {&client_.breaches(), &server_.breaches()})
      for (const std::string& breach : *all) FAIL_CHECK(breach);
  }

  [[nodiscard]] const std::string& closed() const { return closed_; }
  [[nodiscard]] time_point now() const { return now_; }
  std::vector<std::string> wrong;  // replies that are not what they should be
  int replies = 0;

 private:
  std::size_t take(buffer& to, bytes out) {
    const std::size_t size = cuts_ ? 1 + cutter_.below(static_cast<std::uint32_t>(out.size())) : out.size();
    to.insert(to.end(), out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size));
    return size;
  }

  buffer piece(buffer& of) {
    const auto most = static_cast<std::uint32_t>(of.size());
    const std::size_t size = cuts_ ? 1 + cutter_.below(std::min(most, 2000U)) : of.size();
    const auto end = of.begin() + static_cast<std::ptrdiff_t>(size);
    buffer cut(of.begin(), end);
    of.erase(of.begin(), end);
    return cut;
  }

  void drain() {
    client_.drain();
    server_.drain();
    while (asked_ != request_id::none) {
      const request_id id = std::exchange(asked_, request_id::none);
      const std::string answer = rcon_reply_to(text_);
      std::error_code error;
      (void)server_.ask([&](rcon::responder& r) -> accepted {
        error = r.answer(id, as_bytes(answer));
        return std::unexpected(error);
      });
      CHECK_FALSE(error);
      server_.drain();
    }
  }

  void pass(time_point until) {
    now_ = until;
    if (client_.machine().deadline() <= now_) client_.on_timeout(now_);
    if (server_.machine().deadline() <= now_) server_.on_timeout(now_);
  }

  void note(const rcon::client::event& event) {
    if (const auto* reply = std::get_if<rcon::reply>(&event)) {
      ++replies;
      if (reply->partial || as_text(reply->body) != rcon_reply_to(commands_[reply->id]))
        wrong.push_back(commands_[reply->id]);
      commands_.erase(reply->id);
    } else if (const auto* lost = std::get_if<failed>(&event)) {
      wrong.push_back(commands_[lost->id] + ": " + lost->error.message());
      commands_.erase(lost->id);
    } else if (const auto* end = std::get_if<gamewire::closed>(&event)) {
      closed_ = "closed: " + end->error.message();
    }
  }

  observed<rcon::client> client_;
  observed<rcon::responder> server_;
  split_mix cutter_;
  bool cuts_;
  buffer to_server_, to_client_;
  std::map<request_id, std::string> commands_;
  request_id asked_ = request_id::none;
  std::string text_;
  std::string closed_;
  time_point now_{};
};

constexpr std::array fitting{std::pair{rcon::style::source, rcon::profile::source},
                             std::pair{rcon::style::source2, rcon::profile::source2},
                             std::pair{rcon::style::minecraft, rcon::profile::minecraft},
                             std::pair{rcon::style::source, rcon::profile::automatic},
                             std::pair{rcon::style::source2, rcon::profile::automatic},
                             std::pair{rcon::style::minecraft, rcon::profile::automatic}};
constexpr std::array sizes{"hi", "empty", "text 11400", "text 4086", "text 4096", "text 4087", "text 300000"};

}  // namespace

TEST_SUITE_BEGIN("rcon pair");

TEST_CASE("a client reads what a responder of its kind writes, and finds out which kind that is") {
  for (const auto& [style, profile] : fitting)
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      CAPTURE(static_cast<int>(style));
      CAPTURE(static_cast<int>(profile));
      CAPTURE(seed);
      pair both({.password = "secret", .profile = profile, .deadline = 50s},
                {.password = "secret", .style = style}, seed);
      for (const char* command : sizes) CHECK(both.execute(command));
      both.run();
      CHECK(both.replies == static_cast<int>(sizes.size()));
      CHECK(both.wrong == std::vector<std::string>{});
      CHECK(both.closed().empty());
    }
}

TEST_CASE("commands sent ahead are answered in order, and at once") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    pair both({.password = "secret", .profile = rcon::profile::source, .max_in_flight = 50},
              {.password = "secret"}, seed);
    for (int i = 0; i < 100; ++i) CHECK(both.execute("text " + std::to_string(i * 97)));
    both.run();
    CHECK(both.replies == 100);
    CHECK(both.wrong == std::vector<std::string>{});
    CHECK(both.now() < time_point{5s});
  }
}

TEST_CASE("ten wrong passwords ban an address, even with the right one") {
  rcon::ban_list bans;
  const auto peer = endpoint::v4({192, 0, 2, 1}, 4000);
  const auto connect = [&](std::string_view password, const endpoint& from) {
    pair both({.password = password}, {.password = "secret", .peer = from, .bans = &bans});
    both.execute("hi");
    both.run();
    return both.closed();
  };
  for (std::uint16_t i = 0; i < 10; ++i)
    CHECK(connect("wrong", peer.with_port(i)) == "closed: wrong password");
  CHECK(connect("secret", peer) == "closed: " + make_error_code(rcon::errc::closed_in_login).message());
  CHECK(connect("secret", endpoint::v4({192, 0, 2, 2}, 4000)).empty());
  bans.forgive(peer);
  for (int i = 0; i < 9; ++i) connect("wrong", peer);
  CHECK(connect("secret", peer).empty());  // which makes good for the nine
  CHECK(bans.count_failure(peer, {}) == 1);
}

TEST_SUITE_END();
