#include "serve/sample_aster.hpp"

#if defined(__linux__) && defined(GAMEWIRE_ASTER)

#include <array>
#include <chrono>
#include <optional>
#include <set>

#include <gamewire/aster/responder.hpp>
#include <gamewire/epoll/acceptor.hpp>

#include "serve/in_background.hpp"

namespace gamewire::cli {
namespace {

constexpr std::array greetings{"Welcome.", "This server lives in memory, and forgets all when it ends.",
                               "Say something ☕"};

aster::community make_community(const sample_aster_options& chosen) {
  const auto wall = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch() - system::now().time_since_epoch());
  aster::community made({.name = "gamewire sample ☕", .epoch = wall.count(), .seed = chosen.seed});
  const auto host = made.add_user("user", chosen.password);
  const auto all = made.add_group("everything", aster::permissions({0x55, 0x55, 0x05}));
  (void)made.add_to_group(*host, *all);
  const auto general = made.add_channel("general");
  (void)made.add_channel("random");
  (void)made.add_emoji("cup", {});
  for (const char* text : greetings) (void)made.post(*host, *general, text, system::now());
  return made;
}

class epoll_aster final : public sample_aster {
 public:
  using acceptor = epoll::acceptor<aster::responder>;

  epoll_aster(epoll::loop on, const sample_aster_options& chosen)
      : community_(make_community(chosen)), loop_(std::move(on)) {}

  [[nodiscard]] endpoint at() const override { return acceptor_->local_endpoint(); }

  std::error_code start(const endpoint& local) {
    auto bound = acceptor::bind(
        loop_, local, [this](const endpoint&) { return aster::responder({.of = &community_}); },
        [this](const connection& from, const aster::responder::event& event) { hear(from, event); });
    if (!bound) return bound.error();
    acceptor_.emplace(*std::move(bound));
    running_.emplace(loop_);
    return {};
  }

 private:
  void hear(const connection& from, const aster::responder::event& event) {
    if (std::holds_alternative<aster::responder::logged_in>(event)) connections_.insert(from.id);
    if (std::holds_alternative<closed>(event)) connections_.erase(from.id);
    if (!std::holds_alternative<aster::responder::news>(event)) return;
    // A call, of whatever kind, has them send what there is. Some may end over it.
    for (const connection_id other : std::vector(connections_.begin(), connections_.end()))
      if (other != from.id) acceptor_->command(other, [](aster::responder&) {});
  }

  aster::community community_;
  epoll::loop loop_;
  std::optional<acceptor> acceptor_;
  std::set<connection_id> connections_;  // of those who are logged in
  std::optional<in_background<epoll::loop>> running_;
};

}  // namespace

std::expected<std::unique_ptr<sample_aster>, std::error_code> start_sample_aster(
    sample_aster_options chosen) {
  auto loop = epoll::loop::open();
  if (!loop) return std::unexpected(loop.error());
  auto made = std::make_unique<epoll_aster>(*std::move(loop), chosen);
  if (const auto failed = made->start(chosen.at)) return std::unexpected(failed);
  return made;
}

}  // namespace gamewire::cli

#else

namespace gamewire::cli {

std::expected<std::unique_ptr<sample_aster>, std::error_code> start_sample_aster(sample_aster_options) {
  return std::unexpected(std::make_error_code(std::errc::not_supported));
}

}  // namespace gamewire::cli

#endif
