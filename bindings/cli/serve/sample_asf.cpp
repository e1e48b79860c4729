#include "serve/sample_asf.hpp"

#if defined(__linux__) && defined(GAMEWIRE_ASF)

#include <algorithm>
#include <list>
#include <optional>
#include <vector>

#include <gamewire/epoll/acceptor.hpp>

#include "serve/in_background.hpp"
#include "serve/sample_asf_connection.hpp"
#include "serve/sample_asf_service.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t chunk_size = 4096;  // of Kestrel's buffers
constexpr nanoseconds going_away = std::chrono::seconds(1);
constexpr nanoseconds coming_back = std::chrono::seconds(2);
constexpr std::size_t history = 20;  // entries that a follower of the log is shown
constexpr const char* date = "Fri, 21 Aug 2026 22:01:03 GMT";

class epoll_asf final : public sample_asf {
 public:
  using acceptor = epoll::acceptor<sample_asf_connection>;

  epoll_asf(epoll::loop on, sample_asf_options chosen)
      : about_(std::move(chosen)), service_(about_.password, about_.seed), loop_(std::move(on)) {
    service_.hear = [this](const std::string& line) { tell(line); };
  }

  [[nodiscard]] endpoint at() const override { return at_; }

  std::error_code start() {
    if (const auto failed = listen(about_.at)) return failed;
    running_.emplace(loop_);
    return {};
  }

 private:
  std::error_code listen(const endpoint& on) {
    auto bound = acceptor::bind(
        loop_, on, [](const endpoint&) { return sample_asf_connection(); },
        [this](const connection& from, const sample_asf_connection::event& event) { hear(from, event); });
    if (!bound) return bound.error();
    acceptor_.emplace(*std::move(bound));
    at_ = acceptor_->local_endpoint();
    return {};
  }

  void hear(const connection& from, const sample_asf_connection::event& event) {
    const auto* asked = std::get_if<http1::responder::asked>(&event);
    if (asked == nullptr) return;
    const asf_reply reply = service_.answer(from.remote, asked->head, asked->body, system::now());
    if (reply.upgrade) return show_log(from.id, *asked);
    const auto send = [this, id = from.id, request = asked->request, reply] { give(id, request, reply); };
    if (reply.delay > nanoseconds::zero())
      after(reply.delay, send);
    else
      send();
    if (reply.then == asf_reply::after::restart) after(going_away, [this] { restart(); });
    if (reply.then == asf_reply::after::exit) after(going_away, about_.on_exit);
  }

  void give(connection_id to, request_id request, const asf_reply& reply) {
    if (!acceptor_) return;
    acceptor_->command(to, [=](sample_asf_connection& asked) {
      std::vector<http1::header> headers{{"Date", date}};
      if (!reply.content_type.empty()) headers.push_back({"Content-Type", reply.content_type});
      if (!reply.allow.empty()) headers.push_back({"Allow", reply.allow});
      asked.answer(request, {.status = reply.status,
                             .headers = headers,
                             .body = as_bytes(reply.body),
                             .chunk_size = reply.body.empty() ? 0 : chunk_size,
                             .close = reply.close});
    });
  }

  /// What was written last, and from now on whatever is.
  void show_log(connection_id to, const http1::responder::asked& asked) {
    acceptor_->command(to, [this, to, id = asked.request, request = written(asked.head)](auto& follower) {
      follower.follow(id, request, system::now());
      const auto& log = service_.log();
      for (std::size_t at = log.size() - std::min(log.size(), history); at != log.size(); ++at)
        follower.tell(log_message(log[at]));
      followers_.push_back(to);
    });
  }

  void tell(const std::string& line) {
    std::erase_if(followers_, [&](connection_id to) {
      return !acceptor_ ||
             !acceptor_->command(to, [&](sample_asf_connection& one) { one.tell(log_message(line)); });
    });
  }

  static std::string log_message(const std::string& line) { return enveloped(line).body; }

  /// Connections end without a word, and for a while there is nobody.
  void restart() {
    acceptor_.reset();
    followers_.clear();
    after(coming_back, [this] { (void)listen(at_); });
  }

  void after(nanoseconds span, std::function<void()> what) {
    timers_.remove_if([](const auto& one) { return one.done; });
    auto& made = timers_.emplace_back();
    made.timer.emplace(loop_.set_timer(later(system::now(), span), [&made, what = std::move(what)] {
      made.done = true;
      what();
    }));
  }

  struct waiting {
    std::optional<epoll::timer> timer;
    bool done = false;
  };

  sample_asf_options about_;
  sample_asf_service service_;
  endpoint at_;
  epoll::loop loop_;
  std::optional<acceptor> acceptor_;
  std::vector<connection_id> followers_;  // of the log; some may have left
  std::list<waiting> timers_;
  std::optional<in_background<epoll::loop>> running_;
};

}  // namespace

std::expected<std::unique_ptr<sample_asf>, std::error_code> start_sample_asf(sample_asf_options chosen) {
  auto loop = epoll::loop::open();
  if (!loop) return std::unexpected(loop.error());
  auto made = std::make_unique<epoll_asf>(*std::move(loop), std::move(chosen));
  if (const auto failed = made->start()) return std::unexpected(failed);
  return made;
}

}  // namespace gamewire::cli

#else

namespace gamewire::cli {

std::expected<std::unique_ptr<sample_asf>, std::error_code> start_sample_asf(sample_asf_options) {
  return std::unexpected(std::make_error_code(std::errc::not_supported));
}

}  // namespace gamewire::cli

#endif
