#include "target/target_stream.hpp"

#include <array>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <unordered_map>
#include <utility>

#include <unistd.h>

#include <gamewire/resolution.hpp>

#include "target/target.hpp"
#include "terminal/line_splitter.hpp"
#include "terminal/words.hpp"

namespace gamewire::cli {
namespace {

constexpr std::size_t most_ready = 1024;           // lines that wait to be taken, beside those of one read
constexpr std::size_t most_waiting = 64U << 20;    // bytes of lines that wait for a name, about
constexpr std::size_t most_remembered = 1U << 16;  // names
constexpr unsigned most_workers = 32;              // names that are resolved at once

/// What a line takes that waits for its name: each has it, and the first one two entries more.
std::size_t size_of(const target& line) { return 256 + 3 * line.address.host.size(); }

}  // namespace

/// What the threads and the owner have in common.
class target_stream::shared : public std::enable_shared_from_this<shared> {
 public:
  shared(ip_preference prefer, std::function<void()> wake) : prefer_(prefer), wake_(std::move(wake)) {}

  [[nodiscard]] ip_preference prefer() const noexcept { return prefer_; }

  // For the reader. Both wait while there is no room; false when nobody wants to hear any more.

  bool add(std::vector<listed>& lines) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return abandoned_ || ready_.size() < most_ready; });
    for (listed& line : lines) ready_.push_back(std::move(line));
    lines.clear();
    tell();
    return !abandoned_;
  }

  bool add_name(target named) {
    std::unique_lock lock(mutex_);
    room_.wait(lock,
               [this] { return abandoned_ || (waiting_ < most_waiting && ready_.size() < most_ready); });
    const auto [name, is_new] = names_.try_emplace(named.address.host);
    if (name->second.found) {
      deliver(named, *name->second.found);
    } else {
      waiting_ += size_of(named);
      name->second.lines.push_back(std::move(named));
    }
    if (is_new) enqueue(name->first);
    return !abandoned_;
  }

  [[nodiscard]] bool has_room_for_names() {
    const std::lock_guard lock(mutex_);
    return waiting_ < most_waiting;
  }

  void end(std::error_code trouble) {
    const std::lock_guard lock(mutex_);
    read_all_ = true;
    trouble_ = trouble;
    tell();
  }

  // For the owner.

  void take(std::vector<listed>& into) {
    const std::lock_guard lock(mutex_);
    into.clear();
    std::swap(into, ready_);
    hungry_ = into.empty();
    room_.notify_one();
  }

  [[nodiscard]] bool ended() {
    const std::lock_guard lock(mutex_);
    return read_all_ && waiting_ == 0 && ready_.empty();
  }

  [[nodiscard]] std::error_code trouble() {
    const std::lock_guard lock(mutex_);
    return trouble_;
  }

  void abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    room_.notify_one();
    queued_.notify_all();
  }

 private:
  using resolved = std::expected<endpoint, fault>;  // the port is not part of it

  struct name {
    std::optional<resolved> found;
    std::vector<target> lines;  // that wait for it
  };

  /// A thread for it, unless one is idle or there are enough, or no more to be had.
  void enqueue(const std::string& host) {
    queue_.push_back(host);
    if (idle_ >= queue_.size() || workers_ == most_workers) return queued_.notify_one();
    const auto none = start_thread([self = shared_from_this()] { self->work(); });
    if (!none) return void(++workers_);
    if (workers_ != 0) return queued_.notify_one();
    queue_.pop_back();
    answer(host, std::unexpected(fault_of(none)));
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      queued_.wait(lock, [this] { return abandoned_ || !queue_.empty(); });
      --idle_;
      if (abandoned_) return;
      const std::string host = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      const auto all = resolve({host, 0}, prefer_);
      lock.lock();
      answer(host, all ? resolved(all->front()) : std::unexpected(fault_of(all.error())));
    }
  }

  void answer(const std::string& host, resolved found) {
    if (known_ == most_remembered) forget();
    name& one = names_[host];
    one.found = std::move(found);
    ++known_;
    for (const target& line : one.lines) {
      deliver(line, *one.found);
      waiting_ -= size_of(line);
    }
    one.lines = {};
    room_.notify_one();
  }

  void forget() {
    std::erase_if(names_, [](const auto& one) { return one.second.found.has_value(); });
    known_ = 0;
  }

  void deliver(const target& line, resolved at) {
    if (at) at = at->with_port(line.address.port);
    ready_.push_back({.text = line.text(), .by_name = true, .at = std::move(at)});
    tell();
  }

  /// There is something to take, or to hear.
  void tell() {
    if (hungry_ && !abandoned_) wake_();
    hungry_ = false;
  }

  std::mutex mutex_;
  std::condition_variable room_;    // for the reader
  std::condition_variable queued_;  // for the workers
  const ip_preference prefer_;
  const std::function<void()> wake_;
  std::vector<listed> ready_;
  std::unordered_map<std::string, name> names_;
  std::deque<std::string> queue_;  // names to resolve
  std::size_t waiting_ = 0;        // bytes of the lines in names_
  std::size_t known_ = 0;          // names that were found, or not
  unsigned workers_ = 0;
  unsigned idle_ = 0;
  bool hungry_ = false;  // the owner found nothing
  bool read_all_ = false;
  bool abandoned_ = false;
  std::error_code trouble_;
};

/// The thread that reads.
class target_stream::reader {
 public:
  reader(system::descriptor list, std::shared_ptr<shared> to) : list_(std::move(list)), to_(std::move(to)) {}

  void run() { to_->end(read_all()); }

 private:
  std::error_code read_all() {
    std::array<char, 65536> piece;
    line_splitter lines([this](std::string_view line, bool whole) { take(line, whole); });
    while (wanted_) {
      const ssize_t size = ::read(list_.value(), piece.data(), piece.size());
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return {errno, std::generic_category()};
      if (size == 0) lines.end();
      lines.add({piece.data(), static_cast<std::size_t>(size)});
      hand_over();
      if (size == 0) break;
    }
    return {};
  }

  void take(std::string_view line, bool whole) {
    if (std::exchange(first_, false)) line = without_mark(line);
    const std::string_view text = without_comment(line);
    if (text.empty()) return;
    auto server = whole ? parse_target(text) : std::unexpected(usage_fault("the line is too long"));
    if (!server)
      batch_.push_back({.text = std::string(text), .at = std::unexpected(std::move(server.error()))});
    else if (server->by_name)
      take_name(*std::move(server));
    else
      take_literal(*server);
  }

  void take_literal(const target& server) {
    const auto at = resolve(server.address, to_->prefer());  // asks nobody
    batch_.push_back({.text = server.text(), .at = endpoint{}});
    if (at)
      batch_.back().at = at->front();
    else
      batch_.back().at = std::unexpected(fault_of(at.error()));
  }

  /// It may have to wait; what came before it need not.
  void take_name(target server) {
    if (!to_->has_room_for_names()) hand_over();
    wanted_ = to_->add_name(std::move(server)) && wanted_;
  }

  void hand_over() {
    if (!batch_.empty()) wanted_ = to_->add(batch_) && wanted_;
  }

  system::descriptor list_;
  std::shared_ptr<shared> to_;
  std::vector<listed> batch_;
  bool first_ = true;  // of the lines
  bool wanted_ = true;
};

target_stream::target_stream(system::descriptor list, ip_preference prefer, std::function<void()> wake)
    : shared_(std::make_shared<shared>(prefer, std::move(wake))) {
  const auto none = start_thread([work = reader(std::move(list), shared_)]() mutable { work.run(); });
  if (none) throw command_error(fault_of(none));
}

target_stream::~target_stream() { shared_->abandon(); }

std::optional<listed> target_stream::next() {
  if (given_ == taken_.size()) {
    given_ = 0;
    shared_->take(taken_);
    if (taken_.empty()) return std::nullopt;
  }
  return std::move(taken_[given_++]);
}

bool target_stream::ended() const { return given_ == taken_.size() && shared_->ended(); }

std::error_code target_stream::trouble() const { return shared_->trouble(); }

}  // namespace gamewire::cli
