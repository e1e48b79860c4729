#include "serve/sample_rcon.hpp"

#if defined(__linux__)

#include <optional>

#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/rcon/responder.hpp>

#include "serve/in_background.hpp"

namespace gamewire::cli {
namespace {

constexpr nanoseconds look_again = std::chrono::milliseconds(10);

class epoll_rcon final : public sample_rcon {
 public:
  using acceptor = epoll::acceptor<rcon::responder>;

  explicit epoll_rcon(epoll::loop on, sample_rcon_options chosen)
      : about_(std::move(chosen)), loop_(std::move(on)) {}

  std::error_code start() {
    auto bound = acceptor::bind(
        loop_, about_.at,
        [this](const endpoint& peer) {
          return rcon::responder({.password = about_.password, .peer = peer, .bans = &bans_});
        },
        [this](const connection& from, const rcon::responder::event& event) { hear(from, event); });
    if (!bound) return bound.error();
    acceptor_.emplace(*std::move(bound));
    running_.emplace(loop_);
    return {};
  }

 private:
  void hear(const connection& from, const rcon::responder::event& event) {
    const auto* command = std::get_if<rcon::responder::command>(&event);
    if (command == nullptr) return;
    const auto answer = about_.commands.answer(command->text);
    acceptor_->command(from.id,
                       [id = command->request, text = answer.value_or("")](rcon::responder& responder) {
                         (void)responder.answer(id, as_bytes(text));
                       });
    if (!answer) wait_for_the_last();
  }

  /// The answer to `exit` is to go out before the program ends.
  void wait_for_the_last() {
    if (!ending_) acceptor_->close();
    if (acceptor_->done()) return about_.on_exit();
    ending_.emplace(loop_.set_timer(later(system::now(), look_again), [this] { wait_for_the_last(); }));
  }

  sample_rcon_options about_;
  rcon::ban_list bans_;
  epoll::loop loop_;
  std::optional<acceptor> acceptor_;
  std::optional<epoll::timer> ending_;
  std::optional<in_background<epoll::loop>> running_;
};

}  // namespace

std::expected<std::unique_ptr<sample_rcon>, std::error_code> start_sample_rcon(sample_rcon_options chosen) {
  auto loop = epoll::loop::open();
  if (!loop) return std::unexpected(loop.error());
  auto made = std::make_unique<epoll_rcon>(*std::move(loop), std::move(chosen));
  if (const auto failed = made->start()) return std::unexpected(failed);
  return made;
}

}  // namespace gamewire::cli

#else

namespace gamewire::cli {

std::expected<std::unique_ptr<sample_rcon>, std::error_code> start_sample_rcon(sample_rcon_options) {
  return std::unexpected(std::make_error_code(std::errc::not_supported));
}

}  // namespace gamewire::cli

#endif
