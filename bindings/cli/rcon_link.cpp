#include "rcon_link.hpp"

#include <algorithm>
#include <array>
#include <mutex>
#include <thread>

#include <fmt/core.h>

#include <gamewire/system.hpp>

#include "interrupt.hpp"

namespace gamewire::cli {
namespace {

/// A user who types waits for the list no longer than this many times.
constexpr int list_attempts = 3;

struct named_profile {
  std::string_view name;
  rcon::profile profile;
  bool has_cvars;
};

constexpr std::array profiles{
    named_profile{"auto", rcon::profile::automatic, true},
    named_profile{"source", rcon::profile::source, true},
    named_profile{"source2", rcon::profile::source2, true},
    named_profile{"minecraft", rcon::profile::minecraft, false},
    named_profile{"single", rcon::profile::single, false},
    named_profile{"squad", rcon::profile::squad, false},
    named_profile{"rust-legacy", rcon::profile::rust_legacy, false},
};

const named_profile& profile_of(std::string_view name) {
  const auto found = std::ranges::find(profiles, name, &named_profile::name);
  if (found != profiles.end()) return *found;
  throw command_error(usage_fault(fmt::format("there is no profile '{}'", name)));
}

rcon::client_options options_of(const common_options& common, const rcon_server& server) {
  rcon::client_options options{.password = server.password, .profile = profile_of(server.profile).profile};
  if (common.deadline) options.login_timeout = options.deadline = *common.deadline;
  if (common.timeout)
    options.login_timeout = std::min(*common.timeout, common.deadline.value_or(*common.timeout));
  if (common.timeout && !common.deadline) options.deadline = *common.timeout;
  options.quiet_time = std::min(options.quiet_time, options.deadline / 2);
  options.seed = system::random_seed();
  return options;
}

/// No trace of it is written: the trace is for datagrams, and here the first message is the password.
driver_options driver_of(const session& with) {
  driver_options options = driver_options_of(with);
  options.trace = nullptr;
  return options;
}

class source_link final : public rcon_link {
 public:
  source_link(std::unique_ptr<rcon_conversation> peer, bool for_completion, const doorbell& changed)
      : changed_(changed),
        peer_(std::move(peer)),
        list_attempts_(for_completion ? list_attempts : 0),
        thread_([this] { work(); }) {}

  ~source_link() override {
    {
      const std::lock_guard lock(mutex_);
      leaving_ = true;
    }
    peer_->stop();
  }

  source_link(const source_link&) = delete;
  source_link& operator=(const source_link&) = delete;

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

 private:
  struct order {
    std::string command;
    bool unanswered;
  };

  void work() {
    leave_signals_to_others();
    fault last = fault_of(errc::closed);
    try {
      while (serve_orders()) {
        const std::error_code why = peer_->run([this](const rcon::client::event& event) { hear(event); });
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
      serve(peer_->machine());
    }
    changed_.ring();  // some have their outcome at once
    return true;
  }

  void serve(rcon::client& client) {
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
        settle(std::unexpected(fault_of(id.error())));
    }
    fetch_list(client);
  }

  /// A server that is silent about its variables may take its time with that, and none of the user's.
  void give_way(rcon::client& client) {
    if (list_ == request_id::none || list_begun_) return;
    (void)client.cancel(list_);
    list_ = request_id::none;
  }

  void fetch_list(rcon::client& client) {
    const bool idle = command_ == request_id::none && list_ == request_id::none;
    if (state_ != state::ready || !idle || list_attempts_ == 0) return;
    --list_attempts_;
    list_begun_ = false;
    list_ = client.execute("cvarlist").value_or(request_id::none);
  }

  void hear(const rcon::client::event& event) {
    {
      const std::lock_guard lock(mutex_);
      std::visit([this](const auto& one) { take(one); }, event);
      fetch_list(peer_->machine());
    }
    changed_.ring();
  }

  void take(const rcon::authenticated&) {
    state_ = state::ready;
    remote_ = peer_->remote();
  }

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
    if (why.kind == condition::closed && request.error != errc::cancelled) end(why);
    if (request.id == list_) list_ = request_id::none, list_attempts_ = 0;
    if (request.id == command_) settle(std::unexpected(why));
  }

  void take(const closed& last) { end(fault_of(last.error ? last.error : errc::closed, last.detail)); }

  void take(const rcon::unsolicited&) {}

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
  std::unique_ptr<rcon_conversation> peer_;

  mutable std::mutex mutex_;  // over all that follows
  state state_ = state::logging_in;
  fault why_{condition::closed, ""};
  endpoint remote_;
  std::optional<order> order_;  // not yet given to the machine
  std::optional<outcome> outcome_;
  bool cancelled_ = false;
  bool leaving_ = false;
  std::shared_ptr<const cvar_table> cvars_;

  request_id command_ = request_id::none;
  request_id list_ = request_id::none;
  bool list_begun_ = false;
  int list_attempts_;

  std::jthread thread_;  // the last: it uses all the others
};

}  // namespace

std::unique_ptr<rcon_link> open_link(const session& with, const rcon_server& server, bool for_completion,
                                     const doorbell& changed) {
  if (server.protocol != "source")
    throw command_error(
        {condition::unsupported, fmt::format("this build does not speak the protocol {}", server.protocol)});
  const rcon::client_options options = options_of(with.options, server);
  if (const auto wrong = options.validate()) throw command_error(usage_fault(wrong.message()));
  auto peer = with.via->connect(server.at.address, rcon::client(options), driver_of(with));
  if (!peer) throw command_error(fault_of(peer.error()));
  return std::make_unique<source_link>(*std::move(peer),
                                       for_completion && profile_of(server.profile).has_cvars, changed);
}

}  // namespace gamewire::cli
