#include <asio/io_context.hpp>

#include <gamewire/asio/peer.hpp>

#include "conversations.hpp"

using namespace conversations;

namespace {

/// The Asio driver behind the calls of the blocking one.
class peer {
 public:
  static std::optional<peer> connect(const address& to, client machine) {
    return peer(to, std::move(machine));
  }

  client& machine() { return driver_.machine(); }

  template <class F>
  std::error_code run(F& on_event) {
    std::error_code ended = make_error_code(errc::busy);
    driver_.async_run([&](const auto& happened) { on_event(happened); },
                      [&](std::error_code why) { ended = why; });
    io_->run();
    return ended;
  }

 private:
  peer(const address& to, client&& machine) : driver_(io_->get_executor(), to, std::move(machine)) {}

  std::unique_ptr<::asio::io_context> io_ = std::make_unique<::asio::io_context>();
  gamewire::asio::peer<client> driver_;
};

constexpr subject driver[]{{"asio", play_over<peer>}};

}  // namespace

TEST_CASE("asio: tells of a conversation what the others tell") { compare_scenarios(driver); }

TEST_CASE("asio: so it does of every vector that needs no time-out") { compare_vectors(driver); }
