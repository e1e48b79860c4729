#include "sample_rcon.hpp"

#if defined(__linux__)

#include <algorithm>
#include <array>
#include <thread>

#include <fmt/core.h>

#include <gamewire/epoll/acceptor.hpp>
#include <gamewire/rcon/cvarlist.hpp>
#include <gamewire/rcon/responder.hpp>

#include "interrupt.hpp"
#include "words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t longest_line = 4096;
constexpr nanoseconds look_again = std::chrono::milliseconds(10);

std::string cvarlist(const sample_rcon_options& about, std::string_view prefix) {
  std::string text(rcon::cvarlist_head);
  std::array<std::byte, longest_line> line;
  std::uint32_t count = 0;
  for (const auto& [name, value] : about.rules) {
    if (!name.starts_with(prefix)) continue;
    const rcon::cvar_view cvar{name, value, rcon::cvar_flags(", \"nf\""), "A rule of the sample server."};
    if (const auto shown = rcon::encode_cvar(cvar, line)) text += as_text(*shown), ++count;
  }
  return text.append(as_text(rcon::encode_cvarlist_foot(count, line).value()));
}

/// What follows the first word.
std::string_view arguments_of(std::string_view command) {
  command = trimmed(command);
  return trimmed(command.substr(first_word(command).size()));
}

std::string answer(const sample_rcon_options& about, std::string_view command) {
  const std::string_view name = first_word(command);
  const std::string_view rest = arguments_of(command);
  if (name.empty()) return "";
  if (same_word(name, "echo")) return fmt::format("{} \n", rest);
  if (same_word(name, "status")) return about.status;
  if (same_word(name, "cvarlist")) return cvarlist(about, rest);
  const std::string_view wanted = same_word(name, "help") ? rest : name;
  for (const auto& [rule, value] : about.rules)
    if (same_word(rule, wanted)) return fmt::format("\"{}\" = \"{}\"\n notify\n", rule, value);
  return fmt::format("Unknown command \"{}\"\n", name);
}

bool ends_server(std::string_view command) {
  return same_word(first_word(command), "exit") || same_word(first_word(command), "quit");
}

class epoll_rcon final : public sample_rcon {
 public:
  using acceptor = epoll::acceptor<rcon::responder>;

  explicit epoll_rcon(epoll::loop on, sample_rcon_options chosen)
      : about_(std::move(chosen)), loop_(std::move(on)) {}

  ~epoll_rcon() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  epoll_rcon(const epoll_rcon&) = delete;
  epoll_rcon& operator=(const epoll_rcon&) = delete;

  std::error_code start() {
    auto bound = acceptor::bind(
        loop_, about_.at,
        [this](const endpoint& peer) {
          return rcon::responder({.password = about_.password, .peer = peer, .bans = &bans_});
        },
        [this](const connection& from, const rcon::responder::event& event) { hear(from, event); });
    if (!bound) return bound.error();
    acceptor_.emplace(*std::move(bound));
    thread_ = std::thread([this] {
      leave_signals_to_others();
      (void)loop_.run();
    });
    return {};
  }

 private:
  void hear(const connection& from, const rcon::responder::event& event) {
    const auto* command = std::get_if<rcon::responder::command>(&event);
    if (command == nullptr) return;
    const bool last = ends_server(command->text);
    acceptor_->command(from.id,
                       [id = command->request, text = last ? "" : answer(about_, command->text)](
                           rcon::responder& responder) { (void)responder.answer(id, as_bytes(text)); });
    if (last) wait_for_the_last();
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
  std::thread thread_;
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
