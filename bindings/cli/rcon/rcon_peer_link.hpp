/// A link through any machine that has the commands and the events of rcon::client.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#include "rcon/rcon_link.hpp"
#include "terminal/interrupt.hpp"

namespace gamewire::cli {

/// The machine that takes the commands: it may stand on a layer.
template <class M>
auto& commands_of(M& driven) {
  if constexpr (requires { *driven; })
    return *driven;
  else
    return driven;
}

template <machine M>
class peer_link final : public rcon_link {
 public:
  /// `fetches_list`: for completion. Without a login (`logs_in`) there is nothing to wait for. `heard`: whether a
  /// datagram of the server has come; never of a stream. `fits`: which commands can be sent, for people.
  peer_link(std::unique_ptr<peer_service<M>> peer, std::shared_ptr<const std::atomic<bool>> heard,
            std::string fits, bool logs_in, bool fetches_list, const doorbell& changed)
      : changed_(changed),
        peer_(std::move(peer)),
        heard_(std::move(heard)),
        fits_(std::move(fits)),
        state_(logs_in ? state::logging_in : state::unproven),
        list_attempts_(fetches_list ? list_attempts : 0),
        thread_([this] { work(); }) {}

  ~peer_link() override {
    {
      const std::lock_guard lock(mutex_);
      leaving_ = true;
    }
    peer_->stop();
  }

  peer_link(const peer_link&) = delete;
  peer_link& operator=(const peer_link&) = delete;

  [[nodiscard]] state now() const override {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  [[nodiscard]] fault why() const override {
    const std::lock_guard lock(mutex_);
    return why_;
  }
  [[nodiscard]] endpoint remote() const override {
    const std::lock_guard lock(mutex_);
    return remote_;
  }
  [[nodiscard]] bool may_leave_so(condition why) const override {
    const std::lock_guard lock(mutex_);
    return why == condition::closed || (why == condition::timeout && *heard_) ||
           (why == condition::banned && opened_);
  }
  [[nodiscard]] bool heard() const override {
    const std::lock_guard lock(mutex_);
    return *heard_ || opened_;
  }
  [[nodiscard]] std::shared_ptr<const cvar_table> cvars() const override {
    const std::lock_guard lock(mutex_);
    return cvars_;
  }

  void execute(std::string command, bool unanswered) override {
    {
      const std::lock_guard lock(mutex_);
      order_ = order{std::move(command), unanswered};
      cancelled_ = false;
      if (state_ == state::over) fail_open(why_);
    }
    peer_->stop();
    changed_.ring();
  }

  void cancel() override {
    {
      const std::lock_guard lock(mutex_);
      cancelled_ = true;
    }
    peer_->stop();
  }

  std::optional<outcome> take_outcome() override {
    const std::lock_guard lock(mutex_);
    return std::exchange(outcome_, std::nullopt);
  }

  rcon_messages take_messages() override {
    const std::lock_guard lock(mutex_);
    messages_bytes_ = 0;
    return std::exchange(messages_, {});
  }

 private:
  /// A user who types waits for the list no longer than this many times.
  static constexpr int list_attempts = 3;
  /// Messages that nobody takes are lost beyond so many bytes.
  static constexpr std::size_t most_waiting = std::size_t{256} << 10U;

  struct order {
    std::string command;
    bool unanswered;
  };

  void work() {
    leave_signals_to_others();
    fault last = fault_of(errc::closed);
    try {
      while (serve_orders()) {
        const std::error_code why = peer_->run([this](const auto& event) { this->hear(event); });
        if (why == std::errc::operation_canceled) continue;
        if (why) last = fault_of(why);
        break;
      }
    } catch (const std::exception& trouble) {
      last = {condition::limit, trouble.what()};
    }
    finish(last);
  }

  /// False: enough.
  bool serve_orders() {
    {
      const std::lock_guard lock(mutex_);
      if (leaving_) return false;
      serve(commands_of(peer_->machine()));
    }
    changed_.ring();  // some have their outcome at once
    return true;
  }

  void serve(auto& client) {
    if (cancelled_ && command_ != request_id::none) (void)client.cancel(command_);
    if (cancelled_ && order_) fail_open(fault_of(errc::cancelled));
    cancelled_ = false;
    if (order_) {
      give_way(client);
      const accepted id =
          order_->unanswered ? client.execute_unanswered(order_->command) : client.execute(order_->command);
      order_.reset();
      if (id)
        command_ = *id;
      else
        settle(std::unexpected(fault_of(id.error(), id.error() == errc::invalid_argument ? fits_ : "")));
    }
    fetch_list(client);
  }

  /// A server that is silent about its variables may take its time with that, and none of the user's.
  void give_way(auto& client) {
    if (list_ == request_id::none || list_begun_) return;
    (void)client.cancel(list_);
    list_ = request_id::none;
  }

  void fetch_list(auto& client) {
    const bool idle = command_ == request_id::none && list_ == request_id::none;
    if (state_ != state::ready || !idle || list_attempts_ == 0) return;
    --list_attempts_;
    list_begun_ = false;
    list_ = client.execute("cvarlist").value_or(request_id::none);
  }

  void hear(const M::event& event) {
    {
      const std::lock_guard lock(mutex_);
      remote_ = peer_->remote();
      if constexpr (requires { peer_->machine().lower().open(); })
        opened_ = opened_ || peer_->machine().lower().open();
      std::visit([this](const auto& one) { this->take(one); }, event);
      fetch_list(commands_of(peer_->machine()));
    }
    changed_.ring();
  }

  void take(const rcon::authenticated&) { state_ = state::ready; }

  void take(const rcon::chunk& part) { list_begun_ = list_begun_ || part.request == list_; }

  void take(const rcon::reply& whole) {
    if (whole.id == list_) return keep_list(whole);
    if (whole.id != command_) return;
    settle(rcon_output{std::string(as_text(whole.body)), whole.partial, whole.round_trip});
  }

  void take(const rcon::sent& gone) {
    if (gone.id == command_) settle(rcon_output{});
  }

  void take(const failed& request) {
    const fault why = fault_of(request.error, request.detail);
    if (why.kind == condition::auth || why.kind == condition::banned) return;  // `closed` says it in full
    const bool ends = why.kind == condition::closed || why.kind == condition::refused;
    if (ends && request.error != errc::cancelled) end(why);
    if (request.id == list_) list_ = request_id::none, list_attempts_ = 0;
    if (request.id == command_) settle(std::unexpected(why));
  }

  void take(const closed& last) { end(fault_of(last.error ? last.error : errc::closed, last.detail)); }

  void take(const rcon::disconnected&) {}  // only who reconnects hears of it

  void take(const rcon::unsolicited& message) {
    if (message.body.empty()) return;
    if (message.body.size() > most_waiting - messages_bytes_) {
      ++messages_.lost;
      return;
    }
    messages_bytes_ += message.body.size();
    messages_.texts.emplace_back(as_text(message.body));
  }

  void keep_list(const rcon::reply& whole) {
    list_ = request_id::none;
    list_attempts_ = 0;
    auto table = std::make_shared<const cvar_table>(rcon::cvarlist_view(whole.body));
    if (!table->all().empty()) cvars_ = std::move(table);
  }

  /// Whoever hears of a failure finds the link over: what failed for the end of it does not come after that.
  void end(const fault& why) {
    state_ = state::over;
    why_ = why;
  }

  void settle(outcome what) {
    outcome_ = std::move(what);
    command_ = request_id::none;
  }

  void fail_open(const fault& why) {
    if (order_ || command_ != request_id::none) settle(std::unexpected(why));
    order_.reset();
  }

  void finish(const fault& otherwise) {
    {
      const std::lock_guard lock(mutex_);
      if (state_ != state::over) end(otherwise);
      fail_open(why_);
    }
    changed_.ring();
  }

  const doorbell& changed_;
  std::unique_ptr<peer_service<M>> peer_;
  const std::shared_ptr<const std::atomic<bool>> heard_;
  const std::string fits_;

  mutable std::mutex mutex_;  // over all that follows
  state state_;
  fault why_{condition::closed, ""};
  endpoint remote_;
  bool opened_ = false;         // the handshake of a layer was over
  std::optional<order> order_;  // not yet given to the machine
  std::optional<outcome> outcome_;
  bool cancelled_ = false;
  bool leaving_ = false;
  std::shared_ptr<const cvar_table> cvars_;
  rcon_messages messages_;
  std::size_t messages_bytes_ = 0;

  request_id command_ = request_id::none;
  request_id list_ = request_id::none;
  bool list_begun_ = false;
  int list_attempts_;

  std::jthread thread_;  // the last: it uses all the others
};

}  // namespace gamewire::cli
