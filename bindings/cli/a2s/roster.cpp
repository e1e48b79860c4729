#include "a2s/roster.hpp"

#include <utility>

#include <gamewire/system.hpp>
#include <gamewire/wildcards.hpp>

namespace gamewire::cli {

roster::roster(epoll::loop& on, const session& with, const std::vector<std::string>& addresses)
    : loop_(on), options_(client_options(with.options)), prefer_(driver_options_of(with).prefer) {
  if (with.options.transport != "epoll")
    throw command_error({condition::unsupported, with.options.transport + ": this runs on epoll alone"});
  for (const std::string& text : addresses) {
    auto one = parse_target(text);
    if (!one) throw command_error(usage_fault(text + ": " + one.error().message));
    entries_.push_back({.address = one->text()});
    targets_.push_back(*std::move(one));
  }
  found_.resize(targets_.size());
  lookups_.resize(targets_.size(), lookup::none);
  open(with);
}

epoll::loop open_loop() {
  auto loop = epoll::loop::open();
  if (!loop) throw command_error(fault_of(loop.error()));
  return *std::move(loop);
}

roster::~roster() { *self_ = nullptr; }

void roster::open(const session& with) {
  const auto local = wildcards(prefer_);
  if (!local) throw command_error(fault_of(local.error()));
  const fleet_options chosen{.seed = system::random_seed()};
  auto bound = driver::bind(
      loop_, *local, client_fleet(chosen, &options_),
      [this](const client_fleet::event& event) { hear(event); }, driver_options_of(with));
  if (!bound) throw command_error(fault_of(bound.error()));
  driver_ = *std::move(bound);
}

void roster::ask(std::function<void()> ended) {
  if (open_ != 0) return;
  on_end_ = std::move(ended);
  next_ = entries_;
  open_ = targets_.size() + 1;  // one for this call, so that the round does not end inside it
  names_due_.set(later(system::now(), options_.total_deadline()));
  for (std::size_t which = 0; which < targets_.size(); ++which) look_up(which);
  loop_.post([self = self_] {
    if (*self != nullptr) (*self)->finish_one();
  });
}

void roster::look_up(std::size_t which) {
  if (std::exchange(lookups_[which], lookup::awaited) == lookup::late) return;  // it is being asked still
  const auto take = [self = self_.get(), which](auto found) {
    roster* const me = *self;
    if (me == nullptr) return;
    if (found) me->found_[which] = found->front();
    if (std::exchange(me->lookups_[which], lookup::none) == lookup::late) return;
    if (me->targets_[which].by_name) me->next_[which].resolved = found ? found->front() : endpoint();
    if (!found) return me->fail(which, fault_of(found.error()));
    me->begin(which);
  };
  loop_.inside().resolve(targets_[which].address, prefer_, resolve, self_, take);
}

/// The resolver takes its time, for one name after the other. The round does not wait for it: a server is asked
/// where it was last.
void roster::give_names_up() {
  for (std::size_t which = 0; which < targets_.size(); ++which) {
    if (lookups_[which] != lookup::awaited) continue;
    lookups_[which] = lookup::late;
    if (found_[which] == endpoint())
      fail(which, fault_of(a2s::errc::timeout));
    else
      begin(which);
  }
}

void roster::begin(std::size_t which) {
  if (!start(which)) waiting_.push_back(which);
}

/// False: there is no room, until another one is done.
bool roster::start(std::size_t which) {
  std::error_code failed;
  driver_->command([&](client_fleet& fleet) {
    failed =
        fleet.start(found_[which], which, [](a2s::client& client) noexcept { (void)client.request_info(); });
  });
  if (failed == errc::busy) return false;
  if (failed == errc::duplicate)
    twins_.emplace(found_[which], which);
  else if (failed)
    fail(which, fault_of(failed));
  return true;
}

void roster::start_waiting() {
  while (!waiting_.empty() && start(waiting_.front())) waiting_.pop_front();
}

void roster::hear(const client_fleet::event& event) {
  const auto* one = std::get_if<client_fleet::happened>(&event);
  if (one == nullptr) return;
  roster_entry& entry = next_[one->id];
  if (const auto* reply = std::get_if<a2s::info_reply>(&one->what)) {
    entry.info = own(*reply);
    entry.round_trip = reply->round_trip;
    entry.failure.reset();
  } else if (const auto* why = std::get_if<failed>(&one->what)) {
    entry.failure = fault_of(why->error, why->detail);
  } else if (std::holds_alternative<closed>(one->what)) {
    conclude(one->id, one->peer);
    if (!waiting_.empty())
      loop_.post([self = self_] {
        if (*self != nullptr) (*self)->start_waiting();
      });
  }
}

/// What became of it goes to all who are that server.
void roster::conclude(std::size_t which, const endpoint& server) {
  const roster_entry& done = next_[which];
  const auto [first, last] = twins_.equal_range(server);
  for (auto at = first; at != last; ++at) {
    roster_entry& twin = next_[at->second];
    twin.info = done.info;
    twin.round_trip = done.round_trip;
    twin.failure = done.failure;
    finish_one();  // never the last: there is `which` still
  }
  twins_.erase(first, last);
  finish_one();
}

void roster::fail(std::size_t which, fault why) {
  next_[which].failure = std::move(why);
  finish_one();
}

void roster::finish_one() {
  if (--open_ != 0) return;
  entries_ = std::move(next_);
  ended_at_ = system::now();
  if (const auto ended = std::exchange(on_end_, nullptr)) ended();
}

}  // namespace gamewire::cli
